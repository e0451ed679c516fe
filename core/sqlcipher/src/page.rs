//! The operations on pages and keys. How long they take does not depend on the bytes, and what
//! they make of a key is erased when they are done.

use aes::{
    Aes256,
    cipher::{Array, BlockModeDecrypt, BlockModeEncrypt, KeyIvInit, consts::U16},
};
use cbc::{Decryptor, Encryptor};
use hmac::{Hmac, KeyInit, Mac, digest::FixedOutput};
use sha2::Sha512;
use zeroize::Zeroizing;

/// Bytes of a key.
pub(crate) const KEY: usize = 32;
/// Bytes of a block, and of an initialisation vector.
pub(crate) const BLOCK: usize = 16;
/// Bytes of an authentication code.
pub(crate) const MAC: usize = 64;

/// AES-256 in CBC mode without padding, in place. Nothing when `data` is not of whole blocks or
/// the key is not of [`KEY`] bytes.
#[must_use]
pub(crate) fn encrypt(key: &[u8], iv: &[u8; BLOCK], data: &mut [u8]) -> Option<()> {
    let blocks = whole_blocks(data)?;
    Encryptor::<Aes256>::new_from_slices(key, iv)
        .ok()?
        .encrypt_blocks(blocks);
    Some(())
}

/// The opposite of [`encrypt`].
#[must_use]
pub(crate) fn decrypt(key: &[u8], iv: &[u8; BLOCK], data: &mut [u8]) -> Option<()> {
    let blocks = whole_blocks(data)?;
    Decryptor::<Aes256>::new_from_slices(key, iv)
        .ok()?
        .decrypt_blocks(blocks);
    Some(())
}

fn whole_blocks(data: &mut [u8]) -> Option<&mut [Array<u8, U16>]> {
    let (blocks, rest) = Array::slice_as_chunks_mut(data);
    rest.is_empty().then_some(blocks)
}

/// HMAC-SHA512 of the parts one after the other.
#[must_use]
pub(crate) fn authenticate(key: &[u8], parts: [&[u8]; 2]) -> Option<[u8; MAC]> {
    let code = *code(&keyed(key)?, parts);
    Some(code)
}

/// PBKDF2 with HMAC-SHA512 (RFC 8018, section 5.2). Nothing when there are no rounds.
///
/// `SQLCipher` derives the key of the authentication from a raw key so, with two rounds.
#[must_use]
pub(crate) fn derive(password: &[u8], salt: &[u8], rounds: u32, out: &mut [u8]) -> Option<()> {
    let further = rounds.checked_sub(1)?;
    let keyed = keyed(password)?;
    for (number, part) in (1_u32..).zip(out.chunks_mut(MAC)) {
        let mut last = code(&keyed, [salt, &number.to_be_bytes()]);
        let mut sum = last.clone();
        for _ in 0..further {
            last = code(&keyed, [last.as_slice(), &[]]);
            sum.iter_mut()
                .zip(last.iter())
                .for_each(|(sum, last)| *sum ^= last);
        }
        part.iter_mut()
            .zip(sum.iter())
            .for_each(|(part, sum)| *part = *sum);
    }
    Some(())
}

fn keyed(key: &[u8]) -> Option<Hmac<Sha512>> {
    Hmac::new_from_slice(key).ok()
}

fn code(keyed: &Hmac<Sha512>, parts: [&[u8]; 2]) -> Zeroizing<[u8; MAC]> {
    let mut hmac = keyed.clone();
    for part in parts {
        hmac.update(part);
    }
    let mut code = Zeroizing::new([0; MAC]);
    hmac.finalize_into((&mut *code).into());
    code
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        text.as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect()
    }

    /// NIST SP 800-38A, F.2.5.
    #[test]
    fn cbc_is_that_of_nist() {
        let key = hex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");
        let iv = hex("000102030405060708090a0b0c0d0e0f").try_into().unwrap();
        let plain = hex(
            "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51\
             30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710",
        );
        let mut data = plain.clone();
        encrypt(&key, &iv, &mut data).unwrap();
        assert_eq!(
            data,
            hex(
                "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d\
                 39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b"
            )
        );
        decrypt(&key, &iv, &mut data).unwrap();
        assert_eq!(data, plain);
    }

    #[test]
    fn other_lengths_are_refused() {
        let iv = [0; BLOCK];
        assert!(encrypt(&[0; KEY], &iv, &mut [0; BLOCK - 1]).is_none());
        assert!(decrypt(&[0; KEY], &iv, &mut [0; BLOCK + 1]).is_none());
        assert!(encrypt(&[0; KEY - 1], &iv, &mut [0; BLOCK]).is_none());
        assert!(decrypt(&[0; KEY + 1], &iv, &mut [0; BLOCK]).is_none());
        assert!(derive(b"password", b"salt", 0, &mut [0; KEY]).is_none());
    }

    /// RFC 4231, test case 2, its text in two parts.
    #[test]
    fn the_authentication_is_that_of_the_rfc() {
        assert_eq!(
            authenticate(b"Jefe", [b"what do ya want ", b"for nothing?"])
                .unwrap()
                .as_slice(),
            hex(
                "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554\
                 9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
            )
        );
    }

    /// What Python's `hashlib.pbkdf2_hmac` gives, which is OpenSSL's.
    #[test]
    fn derived_keys_are_those_of_openssl() {
        let mut two_rounds = [0; KEY];
        derive(b"password", b"salt", 2, &mut two_rounds).unwrap();
        assert_eq!(
            two_rounds.as_slice(),
            hex("e1d9c16aa681708a45f5c7c4e215ceb66e011a2e9f0040713f18aefdb866d53c")
        );
        let mut two_parts = [0; MAC + 6];
        derive(b"password", b"salt", 3, &mut two_parts).unwrap();
        assert_eq!(
            two_parts.as_slice(),
            hex(
                "b6b07cb2cebf4ad84468391a543824fccffe0e0769dbe6bddf10a65673c4b648e612d4\
                 4918f9ce9a19a1294cf5140628084ba994c3b21a4ef4741220b811c633cfc0641fccbc"
            )
        );
    }
}
