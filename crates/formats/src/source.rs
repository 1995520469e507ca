//! Files, gzipped or not, with a count of the bytes read.

use crate::format::Format;
use crate::limits::{FREE_BYTES, MAX_RATIO};
use crate::reader::detect;
use crate::rejection::Rejection;
use flate2::Compression;
use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const BUFFER: usize = 64 * 1024;

/// A file ready to be read, unpacked where it is gzipped.
pub struct SourceFile {
    /// Its content.
    pub reader: Box<dyn BufRead + Send>,
    /// Its format, or why it cannot be read.
    pub format: Result<Format, Rejection>,
    /// How many bytes of the file on disk have been read so far.
    pub read: Arc<AtomicU64>,
    /// Its size on disk, in bytes.
    pub length: u64,
}

/// Opens a file and looks at its start.
///
/// # Errors
/// When it cannot be opened, or its first bytes cannot be read or unpacked.
pub fn open(path: &Path) -> io::Result<SourceFile> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    let read = Arc::new(AtomicU64::new(0));
    let mut packed =
        BufReader::with_capacity(BUFFER, CountingReader { inner: file, read: Arc::clone(&read) });
    let is_packed = packed.fill_buf()?.starts_with(&[0x1F, 0x8B]);
    let mut reader: Box<dyn BufRead + Send> = if is_packed {
        let unpacked = Unpacked { inner: MultiGzDecoder::new(packed), packed: Arc::clone(&read), given: 0 };
        Box::new(BufReader::with_capacity(BUFFER, unpacked))
    } else {
        Box::new(packed)
    };
    if let Some(order) = ByteOrder::of(reader.fill_buf()?) {
        reader = Box::new(BufReader::with_capacity(
            BUFFER,
            Utf16 { inner: reader, order, ready: VecDeque::new() },
        ));
    }
    let format = detect(path, reader.fill_buf()?);
    Ok(SourceFile { reader, format, read, length })
}

/// Packs what is written, so that [`open`] unpacks it.
pub fn packed<W: Write>(writer: W) -> GzEncoder<W> {
    GzEncoder::new(writer, Compression::default())
}

/// What comes out of a packed file, as long as it is not very much more than what went in.
struct Unpacked<R> {
    inner: R,
    /// Bytes read of the packed file.
    packed: Arc<AtomicU64>,
    /// Bytes given out.
    given: u64,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = self.packed.load(Ordering::Relaxed).saturating_mul(MAX_RATIO).max(FREE_BYTES);
        if self.given > most {
            let reason = format!("it unpacks to more than {MAX_RATIO} times its size");
            return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
        }
        let count = self.inner.read(buffer)?;
        self.given += count as u64;
        Ok(count)
    }
}

/// The order of the two bytes of a unit of UTF-16.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ByteOrder {
    Little,
    Big,
}

impl ByteOrder {
    /// The order in a text that begins so: by its mark, or by the zeros beside Latin letters.
    fn of(start: &[u8]) -> Option<Self> {
        match start {
            [0xFF, 0xFE, ..] => Some(Self::Little),
            [0xFE, 0xFF, ..] => Some(Self::Big),
            [one, 0, other, 0, ..] if *one != 0 && *other != 0 => Some(Self::Little),
            [0, one, 0, other, ..] if *one != 0 && *other != 0 => Some(Self::Big),
            _ => None,
        }
    }
}

/// A text in UTF-16 as UTF-8.
struct Utf16<R> {
    inner: R,
    order: ByteOrder,
    ready: VecDeque<u8>,
}

impl<R: BufRead> Utf16<R> {
    fn unit(&mut self) -> io::Result<Option<u16>> {
        let mut bytes = [0; 2];
        for byte in &mut bytes {
            let Some(&next) = self.inner.fill_buf()?.first() else { return Ok(None) };
            *byte = next;
            self.inner.consume(1);
        }
        Ok(Some(match self.order {
            ByteOrder::Little => u16::from_le_bytes(bytes),
            ByteOrder::Big => u16::from_be_bytes(bytes),
        }))
    }

    /// Makes the next few characters ready.
    fn decode(&mut self) -> io::Result<()> {
        let mut units = Vec::new();
        while units.len() < 4096 {
            let Some(unit) = self.unit()? else { break };
            units.push(unit);
        }
        // A character of two units is not cut.
        if units.last().is_some_and(|unit| (0xD800..0xDC00).contains(unit)) {
            units.extend(self.unit()?);
        }
        self.ready.extend(String::from_utf16_lossy(&units).into_bytes());
        Ok(())
    }
}

impl<R: BufRead> Read for Utf16<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.ready.is_empty() {
            self.decode()?;
        }
        self.ready.read(buffer)
    }
}

/// Counts the bytes that pass.
struct CountingReader<R> {
    inner: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for CountingReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}
