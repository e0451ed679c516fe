//! [`page`](crate::page) in the form in which `SQLCipher` calls it, `sqlcipher_provider` of its
//! version 4.10.
//!
//! Every function checks what it is given and answers [`ERROR`] instead of panicking.

#![expect(
    unsafe_code,
    reason = "SQLCipher passes pointers and lengths, and calls an exported function by its name"
)]

use std::{
    ffi::{c_char, c_int, c_uchar, c_void},
    ptr, slice,
};

use crate::page;

const OK: c_int = 0;
const ERROR: c_int = 1;

const DECRYPT: c_int = 0;
const ENCRYPT: c_int = 1;

// The algorithms' numbers, for authentication and derivation alike.
const SHA1: c_int = 0;
const SHA256: c_int = 1;
const SHA512: c_int = 2;

const NAME: *const c_char = c"rustcrypto".as_ptr();
const VERSION: *const c_char = concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast();
const CIPHER: *const c_char = c"aes-256-cbc".as_ptr();

/// `sqlcipher_provider`.
#[repr(C)]
pub(crate) struct Provider {
    init: Option<extern "C" fn() -> c_int>,
    shutdown: Option<extern "C" fn()>,
    get_provider_name: extern "C" fn(*mut c_void) -> *const c_char,
    add_random: extern "C" fn(*mut c_void, *const c_void, c_int) -> c_int,
    random: unsafe extern "C" fn(*mut c_void, *mut c_void, c_int) -> c_int,
    hmac: Authenticate,
    kdf: Derive,
    cipher: Encipher,
    get_cipher: extern "C" fn(*mut c_void) -> *const c_char,
    get_key_sz: extern "C" fn(*mut c_void) -> c_int,
    get_iv_sz: extern "C" fn(*mut c_void) -> c_int,
    get_block_sz: extern "C" fn(*mut c_void) -> c_int,
    get_hmac_sz: extern "C" fn(*mut c_void, c_int) -> c_int,
    ctx_init: extern "C" fn(*mut *mut c_void) -> c_int,
    ctx_free: extern "C" fn(*mut *mut c_void) -> c_int,
    fips_status: extern "C" fn(*mut c_void) -> c_int,
    get_provider_version: extern "C" fn(*mut c_void) -> *const c_char,
    next: *mut Provider,
}

type Authenticate = unsafe extern "C" fn(
    context: *mut c_void,
    algorithm: c_int,
    key: *const c_uchar,
    key_size: c_int,
    first: *const c_uchar,
    first_size: c_int,
    second: *const c_uchar,
    second_size: c_int,
    out: *mut c_uchar,
) -> c_int;

type Derive = unsafe extern "C" fn(
    context: *mut c_void,
    algorithm: c_int,
    password: *const c_uchar,
    password_size: c_int,
    salt: *const c_uchar,
    salt_size: c_int,
    rounds: c_int,
    key_size: c_int,
    key: *mut c_uchar,
) -> c_int;

type Encipher = unsafe extern "C" fn(
    context: *mut c_void,
    mode: c_int,
    key: *const c_uchar,
    key_size: c_int,
    iv: *const c_uchar,
    input: *const c_uchar,
    size: c_int,
    out: *mut c_uchar,
) -> c_int;

/// Fills in the provider that `SQLCipher` allocated and is about to register. Called once, when
/// `SQLite` is initialised, by the name that `.cargo/config.toml` gives it.
///
/// # Safety
/// `provider` is null or points to writable memory of a `sqlcipher_provider`.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn dienstchat_sqlcipher_setup(provider: *mut Provider) -> c_int {
    if provider.is_null() {
        return ERROR;
    }
    let ours = Provider {
        init: None,
        shutdown: None,
        get_provider_name: name,
        add_random,
        random,
        hmac: authenticate,
        kdf: derive,
        cipher: encipher,
        get_cipher: cipher_name,
        get_key_sz: key_size,
        get_iv_sz: block_size,
        get_block_sz: block_size,
        get_hmac_sz: mac_size,
        ctx_init: no_context,
        ctx_free: no_context,
        fips_status,
        get_provider_version: version,
        next: ptr::null_mut(),
    };
    // SAFETY: writable by this function's contract; what lies there is not read.
    unsafe { provider.write(ours) };
    OK
}

extern "C" fn name(_: *mut c_void) -> *const c_char {
    NAME
}

extern "C" fn version(_: *mut c_void) -> *const c_char {
    VERSION
}

extern "C" fn cipher_name(_: *mut c_void) -> *const c_char {
    CIPHER
}

extern "C" fn fips_status(_: *mut c_void) -> c_int {
    0
}

/// Every call is complete in itself.
extern "C" fn no_context(_: *mut *mut c_void) -> c_int {
    OK
}

/// The operating system's generator needs no more.
extern "C" fn add_random(_: *mut c_void, _: *const c_void, _: c_int) -> c_int {
    OK
}

extern "C" fn key_size(_: *mut c_void) -> c_int {
    size(page::KEY)
}

extern "C" fn block_size(_: *mut c_void) -> c_int {
    size(page::BLOCK)
}

/// Also of the algorithms that are refused: `SQLCipher` lays out pages by it and takes 0 for "not
/// authenticated".
extern "C" fn mac_size(_: *mut c_void, algorithm: c_int) -> c_int {
    match algorithm {
        SHA1 => 20,
        SHA256 => 32,
        SHA512 => size(page::MAC),
        _ => 0,
    }
}

fn size(bytes: usize) -> c_int {
    c_int::try_from(bytes).unwrap_or(0)
}

/// # Safety
/// `buffer` is null or points to `length` writable bytes.
unsafe extern "C" fn random(_: *mut c_void, buffer: *mut c_void, length: c_int) -> c_int {
    // SAFETY: by this function's contract.
    let bytes = unsafe { bytes_mut(buffer.cast(), length) };
    let filled = bytes.and_then(|bytes| getrandom::fill(bytes).ok());
    code(filled)
}

/// # Safety
/// The pointers are null or point to as many bytes as stand beside them, `out` to
/// [`MAC`](page::MAC) writable ones that none of the others overlaps.
unsafe extern "C" fn authenticate(
    _: *mut c_void,
    algorithm: c_int,
    key: *const c_uchar,
    key_size: c_int,
    first: *const c_uchar,
    first_size: c_int,
    second: *const c_uchar,
    second_size: c_int,
    out: *mut c_uchar,
) -> c_int {
    if algorithm != SHA512 || first.is_null() || out.is_null() {
        return ERROR;
    }
    // There may be no second part, whatever its size says.
    let second_size = if second.is_null() { 0 } else { second_size };
    // SAFETY: by this function's contract.
    let (key, first, second) = unsafe {
        (
            bytes(key, key_size),
            bytes(first, first_size),
            bytes(second, second_size),
        )
    };
    let (Some(key), Some(first), Some(second)) = (key, first, second) else {
        return ERROR;
    };
    let Some(mac) = page::authenticate(key, [first, second]) else {
        return ERROR;
    };
    // SAFETY: by this function's contract; `mac` is a local.
    unsafe { ptr::copy_nonoverlapping(mac.as_ptr(), out, mac.len()) };
    OK
}

/// # Safety
/// The pointers are null or point to as many bytes as stand beside them; those of `key` are
/// writable, and none of the others overlaps them.
unsafe extern "C" fn derive(
    _: *mut c_void,
    algorithm: c_int,
    password: *const c_uchar,
    password_size: c_int,
    salt: *const c_uchar,
    salt_size: c_int,
    rounds: c_int,
    key_size: c_int,
    key: *mut c_uchar,
) -> c_int {
    // SAFETY: by this function's contract.
    let (password, salt, key) = unsafe {
        (
            bytes(password, password_size),
            bytes(salt, salt_size),
            bytes_mut(key, key_size),
        )
    };
    match (password, salt, key, u32::try_from(rounds)) {
        (Some(password), Some(salt), Some(key), Ok(rounds)) if algorithm == SHA512 => {
            code(page::derive(password, salt, rounds, key))
        }
        _ => ERROR,
    }
}

/// # Safety
/// The pointers are null or point to as many bytes as stand beside them, `iv` to
/// [`BLOCK`](page::BLOCK), `out` to `size` writable ones. `input` may overlap `out`; `key` does
/// not.
unsafe extern "C" fn encipher(
    _: *mut c_void,
    mode: c_int,
    key: *const c_uchar,
    key_size: c_int,
    iv: *const c_uchar,
    input: *const c_uchar,
    size: c_int,
    out: *mut c_uchar,
) -> c_int {
    let Ok(length) = usize::try_from(size) else {
        return ERROR;
    };
    if iv.is_null() || input.is_null() || out.is_null() {
        return ERROR;
    }
    // SAFETY: by this function's contract. The vector is copied before anything is written, and
    // `copy` allows that input and output overlap.
    let (iv, key, data) = unsafe {
        let iv = iv.cast::<[u8; page::BLOCK]>().read();
        ptr::copy(input, out, length);
        (iv, bytes(key, key_size), bytes_mut(out, size))
    };
    match (mode, key, data) {
        (ENCRYPT, Some(key), Some(data)) => code(page::encrypt(key, &iv, data)),
        (DECRYPT, Some(key), Some(data)) => code(page::decrypt(key, &iv, data)),
        _ => ERROR,
    }
}

fn code(done: Option<()>) -> c_int {
    if done.is_some() { OK } else { ERROR }
}

/// The bytes at a pointer; nothing where the pointer is null and the length not 0, or the length
/// is negative.
///
/// # Safety
/// `pointer` is null or points to `length` bytes that nothing changes during `'a`.
unsafe fn bytes<'a>(pointer: *const c_uchar, length: c_int) -> Option<&'a [u8]> {
    let length = usize::try_from(length).ok()?;
    match (pointer.is_null(), length) {
        (_, 0) => Some(&[]),
        (true, _) => None,
        // SAFETY: not null, and by this function's contract.
        (false, _) => Some(unsafe { slice::from_raw_parts(pointer, length) }),
    }
}

/// [`bytes`] to be written.
///
/// # Safety
/// `pointer` is null or points to `length` initialised, writable bytes that are reached by no
/// other pointer during `'a`.
unsafe fn bytes_mut<'a>(pointer: *mut c_uchar, length: c_int) -> Option<&'a mut [u8]> {
    let length = usize::try_from(length).ok()?;
    match (pointer.is_null(), length) {
        (_, 0) => Some(&mut []),
        (true, _) => None,
        // SAFETY: not null, and by this function's contract.
        (false, _) => Some(unsafe { slice::from_raw_parts_mut(pointer, length) }),
    }
}
