//! Writing an archive.

use std::io::{self, Read, Write};

use base::{Timestamp, text::hex};
use sha2::{Digest, Sha256};
use tar::{Builder, Header};
use zstd::Encoder;

use super::{MANIFEST, Manifest, Member};

/// Three times smaller at a third of a processor's second for 100 MB; higher levels take several
/// times as long for a few hundredths more.
const LEVEL: i32 = 1;

/// An archive that is being written.
pub(crate) struct Pack<W: Write> {
    tar: Builder<Encoder<'static, W>>,
    made_at: Timestamp,
    members: Vec<Member>,
}

impl<W: Write> Pack<W> {
    pub(crate) fn begin(to: W, made_at: Timestamp) -> io::Result<Self> {
        let mut encoder = Encoder::new(to, LEVEL)?;
        encoder.include_checksum(true)?;
        Ok(Self { tar: Builder::new(encoder), made_at, members: Vec::new() })
    }

    /// Adds a file of so many bytes.
    pub(crate) fn add(&mut self, name: &str, bytes: u64, content: impl Read) -> io::Result<()> {
        let mut content = Hashing { content, sha256: Sha256::new(), bytes: 0 };
        self.append(name, bytes, &mut content)?;
        if content.bytes != bytes {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                format!("{name} has {} bytes and not {bytes}", content.bytes),
            ));
        }
        let sha256 = hex(&content.sha256.finalize());
        self.members.push(Member { name: name.to_owned(), bytes, sha256 });
        Ok(())
    }

    /// Ends it with its manifest.
    pub(crate) fn seal(mut self, manifest: Manifest) -> io::Result<Manifest> {
        let manifest = Manifest { members: std::mem::take(&mut self.members), ..manifest };
        let json = serde_json::to_vec_pretty(&manifest)?;
        self.append(MANIFEST, json.len() as u64, &mut json.as_slice())?;
        self.tar.into_inner()?.finish()?.flush()?;
        Ok(manifest)
    }

    fn append(&mut self, name: &str, bytes: u64, content: &mut impl Read) -> io::Result<()> {
        let mut header = Header::new_gnu();
        header.set_size(bytes);
        header.set_mode(0o600);
        header.set_mtime(u64::try_from(self.made_at.seconds()).unwrap_or_default());
        self.tar.append_data(&mut header, name, content)
    }
}

/// Hashes what is read through it.
struct Hashing<R> {
    content: R,
    sha256: Sha256,
    bytes: u64,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.content.read(buffer)?;
        self.sha256.update(&buffer[..count]);
        self.bytes += count as u64;
        Ok(count)
    }
}
