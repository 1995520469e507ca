//! Which pictures are accepted, and how they are stored.

use domain::article::image_file;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use storage::articles::Picture;
use svg_hush::Filter;
use svg_hush::data_url_filter::allow_standard_images;

/// Largest picture, in bytes.
pub const PICTURE_MAX: usize = 2 << 20;
/// Most pixels of a picture, which a browser unpacks to four bytes each: 24 million are 96 MB. A file of a few KB may
/// say that it has thousands of millions.
const MOST_PIXELS: u64 = 24_000_000;

const SVG: &str = "image/svg+xml";

/// Why a picture is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    TooLarge,
    /// Few bytes that unpack to very many pixels.
    TooManyPixels,
    /// Its bytes are neither PNG, JPEG nor SVG, or not what its name says.
    UnknownKind,
    /// An SVG that does more than draw.
    Active,
    /// A name that cannot be part of an address.
    Name,
}

impl Trouble {
    /// Locale key of what to say.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::TooLarge => "editor-picture-too-large",
            Self::TooManyPixels => "editor-picture-too-many-pixels",
            Self::UnknownKind => "editor-picture-unknown",
            Self::Active => "editor-picture-active",
            Self::Name => "editor-picture-name",
        }
    }
}

/// A picture that was accepted.
pub(super) struct Accepted<'a> {
    /// As versions keep it.
    pub picture: Picture,
    /// The bytes to store: those of a drawing are cleaned.
    pub bytes: Cow<'a, [u8]>,
    /// SHA-256 of the bytes that were given, hexadecimal.
    pub given: String,
}

/// Accepts a picture of this name and these bytes.
///
/// # Errors
/// What is wrong with it.
pub(super) fn accept<'a>(name: &str, bytes: &'a [u8]) -> Result<Accepted<'a>, Trouble> {
    let file = image_file(name).filter(|file| file.len() <= 120).ok_or(Trouble::Name)?;
    let content_type = kind(file, bytes)?;
    let given = hex::encode(Sha256::digest(bytes));
    let bytes = if content_type == SVG { cleaned(bytes)? } else { Cow::Borrowed(bytes) };
    let digest = hex::encode(Sha256::digest(&bytes));
    let picture = Picture { name: file.to_owned(), content_type: content_type.to_owned(), digest };
    Ok(Accepted { picture, bytes, given })
}

/// A drawing without anything that is not known to be harmless, whatever the check before it has missed. One from which
/// nothing has to go stays as it was written, byte for byte.
fn cleaned(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Trouble> {
    let mut filter = Filter::new();
    filter.set_data_url_filter(allow_standard_images);
    let mut clean = Vec::with_capacity(bytes.len());
    filter.filter(&mut &*bytes, &mut clean).map_err(|_| Trouble::UnknownKind)?;
    Ok(if signs(bytes).eq(signs(&clean)) { Cow::Borrowed(bytes) } else { Cow::Owned(clean) })
}

/// The bytes of a drawing but for its white space and its XML declaration, which cleaning writes in its own way.
fn signs(bytes: &[u8]) -> impl Iterator<Item = &u8> {
    let declaration = if bytes.trim_ascii_start().starts_with(b"<?xml ") {
        bytes.iter().position(|byte| *byte == b'>').map_or(0, |end| end + 1)
    } else {
        0
    };
    bytes.iter().skip(declaration).filter(|byte| !byte.is_ascii_whitespace())
}

/// The content type, judged by the bytes as well as the name.
fn kind(name: &str, bytes: &[u8]) -> Result<&'static str, Trouble> {
    if bytes.len() > PICTURE_MAX {
        return Err(Trouble::TooLarge);
    }
    if pixels(bytes).is_some_and(|pixels| pixels > MOST_PIXELS) {
        return Err(Trouble::TooManyPixels);
    }
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    match extension.as_str() {
        "png" if bytes.starts_with(b"\x89PNG\r\n\x1a\n") => Ok("image/png"),
        "jpg" | "jpeg" if bytes.starts_with(b"\xff\xd8\xff") => Ok("image/jpeg"),
        "svg" => drawing(bytes),
        _ => Err(Trouble::UnknownKind),
    }
}

/// How many pixels a PNG or JPEG says that it has; none for anything else.
fn pixels(bytes: &[u8]) -> Option<u64> {
    let number = |bytes: &[u8]| bytes.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    if let Some(png) = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n") {
        // The first chunk is the header: length, `IHDR`, width, height.
        return Some(number(png.get(8..12)?).saturating_mul(number(png.get(12..16)?)));
    }
    let mut segments = bytes.strip_prefix(b"\xff\xd8")?;
    loop {
        let [0xff, marker, high, low, ..] = segments else { return None };
        // The frame's header, of whichever kind; C4, C8 and CC are other things.
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            return Some(number(segments.get(5..7)?).saturating_mul(number(segments.get(7..9)?)));
        }
        let length = usize::from(*high) << 8 | usize::from(*low);
        segments = segments.get(2 + length.max(2)..)?;
    }
}

/// An SVG that only draws. It is also served under a policy that lets nothing run; this check tells its author.
fn drawing(bytes: &[u8]) -> Result<&'static str, Trouble> {
    let text = std::str::from_utf8(bytes).map_err(|_| Trouble::UnknownKind)?.to_ascii_lowercase();
    if !text.contains("<svg") {
        return Err(Trouble::UnknownKind);
    }
    let elements = [
        "<script",
        "<foreignobject",
        "<iframe",
        "<embed",
        "<object",
        "<!entity",
        "<!doctype",
        "<?xml-stylesheet",
    ];
    let loads = [
        "href=\"http",
        "href='http",
        "href=\"//",
        "href='//",
        "href=\"data:text",
        "javascript:",
        "@import",
        "url(http",
    ];
    let handles_events = text.split_ascii_whitespace().any(|word| {
        word.starts_with("on")
            && word.split_once('=').is_some_and(|(name, _)| name.chars().all(|c| c.is_ascii_alphabetic()))
    });
    let is_active = handles_events || elements.iter().chain(&loads).any(|sign| text.contains(sign));
    if is_active { Err(Trouble::Active) } else { Ok(SVG) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(name: &str, bytes: &[u8]) -> Result<String, Trouble> {
        accept(name, bytes).map(|accepted| accepted.picture.content_type)
    }

    #[test]
    fn a_drawing_that_does_more_than_draw_is_refused() {
        let plain =
            br##"<svg xmlns="http://www.w3.org/2000/svg"><text>one on two = 3</text><use href="#a"/></svg>"##;
        assert_eq!(kind_of("figures/a.svg", plain), Ok("image/svg+xml".into()));
        for bad in [
            "<svg><script>alert(1)</script></svg>",
            "<svg onload=\"alert(1)\"/>",
            "<svg\nONLOAD='alert(1)'/>",
            "<svg><image href=\"https://elsewhere.example/a.png\"/></svg>",
            "<svg><foreignObject/></svg>",
            "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>",
        ] {
            assert_eq!(kind_of("a.svg", bad.as_bytes()), Err(Trouble::Active), "{bad}");
        }
    }

    #[test]
    fn a_drawing_keeps_what_it_draws_and_nothing_else() {
        let drawing = br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>A</title><style>text { fill: red }</style><custom/><text class="b" x="1">one</text><use href="#a"/></svg>"##;
        let accepted = accept("a.svg", drawing).unwrap();
        let text = String::from_utf8(accepted.bytes.into_owned()).unwrap();
        for kept in ["viewBox", "<title", "fill", "class=\"b\"", ">one</", "#a"] {
            assert!(text.contains(kept), "{kept} is missing: {text}");
        }
        assert!(!text.contains("custom"), "{text}");
        assert_eq!(accepted.given, hex::encode(Sha256::digest(drawing)));
        assert_eq!(accepted.picture.digest, hex::encode(Sha256::digest(text.as_bytes())));
        assert_eq!(
            accept("a.svg", text.as_bytes()).unwrap().bytes.as_ref(),
            text.as_bytes(),
            "cleaning settles"
        );
    }

    #[test]
    fn a_picture_of_too_many_pixels_is_refused_however_few_bytes_it_has() {
        let png = |width: u32, height: u32| {
            let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
            bytes.extend(width.to_be_bytes().into_iter().chain(height.to_be_bytes()));
            bytes
        };
        assert_eq!(kind_of("a.png", &png(6_000, 4_000)), Ok("image/png".into()));
        assert_eq!(kind_of("a.png", &png(60_000, 60_000)), Err(Trouble::TooManyPixels));
        assert_eq!(kind_of("a.png", &png(u32::MAX, u32::MAX)), Err(Trouble::TooManyPixels));
        let jpeg = |height: u16, width: u16| {
            let mut bytes = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc2\0\x11\x08".to_vec();
            bytes.extend(height.to_be_bytes().into_iter().chain(width.to_be_bytes()));
            bytes
        };
        assert_eq!(kind_of("a.jpg", &jpeg(4_000, 6_000)), Ok("image/jpeg".into()));
        assert_eq!(kind_of("a.jpg", &jpeg(65_000, 65_000)), Err(Trouble::TooManyPixels));
    }

    #[test]
    fn a_picture_is_what_its_bytes_say() {
        assert_eq!(kind_of("a.png", b"\x89PNG\r\n\x1a\nrest"), Ok("image/png".into()));
        assert_eq!(kind_of("a.png", b"<html>"), Err(Trouble::UnknownKind));
        assert_eq!(kind_of("a.html", b"<html>"), Err(Trouble::UnknownKind));
        assert_eq!(kind_of("../a.png", b"\x89PNG\r\n\x1a\n"), Err(Trouble::Name));
        assert_eq!(kind_of("a b.png", b"\x89PNG\r\n\x1a\n"), Err(Trouble::Name));
    }
}
