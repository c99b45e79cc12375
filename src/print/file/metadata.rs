//! What a file says of itself, twice and alike: for readers of today (`/Info`) and for archives (XMP,
//! ISO 16684-1), with the claim to be PDF/A-3a (ISO 19005-3, 6.6).

use super::{PrintError, library, literal, utf16};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};

/// Replaces what the library says of itself and of the time.
pub(super) fn describe(
    document: &mut Document,
    title: &str,
    creator: &str,
) -> Result<(), PrintError> {
    let mut info = Dictionary::new();
    info.set("Title", utf16(title));
    info.set("Creator", literal(creator));
    let id = document.trailer.get(b"Info").and_then(Object::as_reference).map_err(library)?;
    document.set_object(id, info);
    let dict = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    // Not compressed, so that it is found by whoever knows nothing of PDF.
    let packet = Stream::new(dict, packet(title, creator).into_bytes()).with_compression(false);
    let packet = document.add_object(packet);
    document.catalog_mut().map_err(library)?.set("Metadata", packet);
    Ok(())
}

/// The colours of the page are those of sRGB.
pub(super) fn intend(document: &mut Document, profile: &[u8]) -> Result<(), PrintError> {
    let dict = dictionary! { "N" => 3, "Filter" => "FlateDecode" };
    let profile = Stream::new(dict, profile.to_vec()).with_compression(false);
    let profile = document.add_object(profile);
    let intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => literal("sRGB"),
        "Info" => literal("sRGB IEC 61966-2-1"),
        "DestOutputProfile" => profile,
    };
    document.catalog_mut().map_err(library)?.set("OutputIntents", vec![intent.into()]);
    Ok(())
}

fn packet(title: &str, creator: &str) -> String {
    let (title, creator) = (escaped(title), escaped(creator));
    format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"#,
        bom = '\u{FEFF}',
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_text_and_no_markup() {
        let packet = packet("<b> & c", "d");
        assert!(packet.contains("&lt;b&gt; &amp; c</rdf:li>"), "{packet}");
    }
}
