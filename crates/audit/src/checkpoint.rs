//! Signed checkpoints: C2SP tlog-checkpoint in a C2SP signed note, keys in the form that the
//! common note tools read (`name+hash+key`).

use std::path::Path;

use base::{Problem, Result, secret, text::hex};
use base64::{Engine, prelude::BASE64_STANDARD};
use ed25519_dalek::{Signature, Signer as _, SigningKey, Verifier as _, VerifyingKey};
use sha2::{Digest, Sha256};
use store::{Query, Store};

use crate::tree::{Hash, Tree};

/// The algorithm byte of Ed25519 in a note key.
const ED25519: u8 = 1;
/// What comes before the 32 bytes of an Ed25519 key in DER (RFC 8410): it is the same for every key.
const ED25519_KEY_PREFIX: [u8; 12] =
    [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// The name of the log's key.
const KEY: &str = "audit";

/// What a checkpoint says: the log of so many entries has this root, and its last leaf this hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// How many entries.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// The hash of the last of them.
    pub leaf: Hash,
}

/// The log's private key.
#[derive(Clone)]
pub struct Signer {
    name: String,
    key: SigningKey,
}

/// What an auditor needs: the log's name and public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trust {
    name: String,
    key: VerifyingKey,
}

impl Signer {
    /// A new key with a name of its own.
    pub fn make() -> Result<Self> {
        let name = format!("footbridge-{}", &secret::token()?[..8]);
        Ok(Self { name, key: SigningKey::from_bytes(&secret::random()?) })
    }

    /// The log's key that `store` holds, made by the first node or taken over from the data directory
    /// `data` of an older program.
    pub async fn of(store: &Store, data: &Path) -> Result<Self> {
        let make = || Self::make().map(|signer| signer.to_text().into_bytes());
        Self::from_bytes(&store::key(store, data, KEY, make).await?)
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self> {
        std::str::from_utf8(bytes).ok().and_then(Self::from_text).ok_or_else(|| {
            Problem::internal(
                "the audit log's key is not a signing key; restore the last backup",
                "its text is not PRIVATE+KEY+name+hash+key",
            )
        })
    }

    fn to_text(&self) -> String {
        let hash = hex(&key_hash(&self.name, &self.key.verifying_key()));
        let data = [&[ED25519], self.key.as_bytes().as_slice()].concat();
        format!("PRIVATE+KEY+{}+{hash}+{}\n", self.name, BASE64_STANDARD.encode(data))
    }

    fn from_text(text: &str) -> Option<Self> {
        let mut parts = text.trim().strip_prefix("PRIVATE+KEY+")?.splitn(3, '+');
        let (name, _, data) = (parts.next()?, parts.next()?, parts.next()?);
        let data = BASE64_STANDARD.decode(data).ok()?;
        let (&ED25519, seed) = data.split_first()? else { return None };
        Some(Self { name: name.to_owned(), key: SigningKey::from_bytes(seed.try_into().ok()?) })
    }

    /// The public half.
    pub fn trust(&self) -> Trust {
        Trust { name: self.name.clone(), key: self.key.verifying_key() }
    }

    /// The signed note over `tree`, whose last leaf has the hash `leaf`.
    pub fn sign(&self, tree: &Tree, leaf: &Hash) -> String {
        let text = format!(
            "{}\n{}\n{}\nleaf {}\n",
            self.name,
            tree.size(),
            BASE64_STANDARD.encode(tree.root()),
            BASE64_STANDARD.encode(leaf)
        );
        let hash = key_hash(&self.name, &self.key.verifying_key());
        let signature = [hash.as_slice(), &self.key.sign(text.as_bytes()).to_bytes()].concat();
        format!("{text}\n\u{2014} {} {}\n", self.name, BASE64_STANDARD.encode(signature))
    }
}

impl Trust {
    /// That of the log on `on`, wherever that is; none if no key was ever made there.
    pub async fn of(on: &impl Query) -> Result<Option<Self>> {
        let bytes = store::kept_key(on, KEY).await?;
        bytes.map(|bytes| Signer::from_bytes(&bytes).map(|signer| signer.trust())).transpose()
    }

    /// The log's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key as OpenSSL reads it: PEM of its `SubjectPublicKeyInfo` (RFC 8410).
    pub fn to_pem(&self) -> String {
        let der = [ED25519_KEY_PREFIX.as_slice(), self.key.as_bytes()].concat();
        let text = BASE64_STANDARD.encode(der);
        format!("-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----\n")
    }

    /// The key as common tools read it: `name+hash+key`.
    pub fn to_text(&self) -> String {
        let data = [&[ED25519], self.key.as_bytes().as_slice()].concat();
        let hash = hex(&key_hash(&self.name, &self.key));
        format!("{}+{hash}+{}", self.name, BASE64_STANDARD.encode(data))
    }

    /// Reads a signed note; `None` unless this key signed exactly this text.
    pub fn read(&self, note: &str) -> Option<Checkpoint> {
        let (text, signatures) = note.split_once("\n\n")?;
        let text = format!("{text}\n");
        let signed = signatures.lines().any(|line| self.signed(&text, line) == Some(true));
        if !signed {
            return None;
        }
        let mut lines = text.lines();
        if lines.next()? != self.name {
            return None;
        }
        let size = lines.next()?.parse().ok()?;
        let root = hash(lines.next()?)?;
        let leaf = hash(lines.next()?.strip_prefix("leaf ")?)?;
        Some(Checkpoint { size, root, leaf })
    }

    fn signed(&self, text: &str, line: &str) -> Option<bool> {
        let (name, data) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
        let data = BASE64_STANDARD.decode(data).ok()?;
        let (hash, signature) = data.split_at_checked(4)?;
        let signature = Signature::from_slice(signature).ok()?;
        let ours = name == self.name && hash == key_hash(&self.name, &self.key);
        Some(ours && self.key.verify(text.as_bytes(), &signature).is_ok())
    }
}

/// The four bytes by which a note names its key: of `SHA-256(name || 0x0A || 0x01 || key)`.
fn key_hash(name: &str, key: &VerifyingKey) -> [u8; 4] {
    let digest = Sha256::new()
        .chain_update(name)
        .chain_update([b'\n', ED25519])
        .chain_update(key.as_bytes())
        .finalize();
    [digest[0], digest[1], digest[2], digest[3]]
}

fn hash(text: &str) -> Option<Hash> {
    BASE64_STANDARD.decode(text).ok()?.try_into().ok()
}
