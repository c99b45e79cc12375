#!/usr/bin/env node
// A W3C credential with an eddsa-jcs-2022 proof, judged by Digital Bazaar's libraries.
//   node verify.mjs VC.json [--key z6Mk…]            pin the issuer's key (else: the proof's own)
//                           [--status LIST.json]…    and check every status entry against these lists
// exit 0 verified, 1 not verified, 2 usage.
import {createRequire} from 'node:module';
import {readFileSync} from 'node:fs';

const home = process.env.PEERS_HOME ?? process.env.HOME + '/.cache/wenzheng-peers';
const req = createRequire(home + '/npm/package.json');
const load = async name => import(req.resolve(name));
const vc = await load('@digitalbazaar/vc');
const {DataIntegrityProof} = await load('@digitalbazaar/data-integrity');
const jcs = await load('@digitalbazaar/eddsa-jcs-2022-cryptosuite');
const statusList = await load('@digitalbazaar/vc-bitstring-status-list');

const args = name => process.argv.flatMap((a, i) => a === name ? [process.argv[i + 1]] : []);
const file = process.argv[2];
if(!file) {
  console.error('usage: verify.mjs VC.json [--key z6Mk…] [--status LIST.json]…');
  process.exit(2);
}

const MULTIKEY = 'https://w3id.org/security/multikey/v1';
const docs = new Map();
function know(id, key) {
  const controller = id.split('#')[0];
  const method = {'@context': MULTIKEY, id, type: 'Multikey', controller, publicKeyMultibase: key};
  const methods = docs.get(controller)?.verificationMethod ?? [];
  const all = [...methods.filter(m => m.id !== id), method];
  docs.set(id, method);
  docs.set(controller, {
    '@context': ['https://www.w3.org/ns/did/v1', MULTIKEY], id: controller,
    verificationMethod: all, assertionMethod: all.map(m => m.id)
  });
}
const documentLoader = async url => docs.has(url) ?
  {contextUrl: null, documentUrl: url, document: docs.get(url)} : vc.defaultDocumentLoader(url);

const suite = () => new DataIntegrityProof({cryptosuite: jcs.createVerifyCryptosuite()});
const credential = JSON.parse(readFileSync(file, 'utf8'));
const method = credential.proof.verificationMethod;
know(method, args('--key')[0] ?? method.split('#')[1]);

const lists = args('--status').map(path => JSON.parse(readFileSync(path, 'utf8')));
for(const list of lists) {
  docs.set(list.id, list);
  const listMethod = list.proof.verificationMethod;
  if(!docs.has(listMethod)) know(listMethod, listMethod.split('#')[1]);
}
const checkStatus = async ({credential}) => lists.length ?
  statusList.checkStatus({credential, documentLoader, suite: suite(), verifyBitstringStatusListCredential: true}) :
  {verified: true};

const result = await vc.verifyCredential({credential, suite: suite(), documentLoader, checkStatus});
// The library reports verified: true for a revoked credential; the bit is in results[].status.
const set = (result.statusResult?.results ?? [])
  .filter(r => r.status === true).map(r => r.credentialStatus?.statusPurpose);
const good = result.verified && set.length === 0;
const errors = [result.error, ...(result.error?.errors ?? [])].filter(Boolean).map(e => e.message);
console.log(JSON.stringify({verified: good, signature: result.verified, set, errors}));
process.exit(good ? 0 : 1);
