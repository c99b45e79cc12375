// A COSE_Sign1 with Ed25519, judged by @auth0/cose.
//   node verify-node.mjs FILE KEYFILE (32 bytes in hex)      exit 0 verified, 1 not verified
import {createRequire} from 'node:module';
import {readFileSync} from 'node:fs';

const home = process.env.PEERS_HOME ?? process.env.HOME + '/.cache/wenzheng-peers';
const req = createRequire(home + '/npm/package.json');
const {Sign1} = await import(req.resolve('@auth0/cose'));
const jose = await import(req.resolve('jose'));

const [, , file, keyFile] = process.argv;
const x = Buffer.from(readFileSync(keyFile, 'utf8').trim(), 'hex').toString('base64url');
const key = await jose.importJWK({kty: 'OKP', crv: 'Ed25519', x}, 'EdDSA');
try {
  await Sign1.decode(readFileSync(file)).verify(key);
  console.log('{"verified": true}');
} catch(error) {
  console.log(JSON.stringify({verified: false, error: error.message}));
  process.exit(1);
}
