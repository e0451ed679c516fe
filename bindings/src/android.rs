//! What Android has to be told before the first connection.
//!
//! Certificates are judged by the system, in Java. The verifier finds its classes by the context of
//! the app, and each of its calls panics while it has none.

use jni::{
    EnvUnowned,
    errors::ThrowRuntimeExAndDefault,
    jni_mangle,
    objects::{JClass, JObject},
};
use rustls_platform_verifier::android::init_with_env;

/// Takes the context of the app. Further calls change nothing.
///
/// In Kotlin a static `external fun initialise(context: Context)` of the object
/// `de.dienstchat.android.Native`; throws a `RuntimeException` when the context is none.
#[expect(unreachable_pub, reason = "what Java calls by name has to be public")]
#[jni_mangle("de.dienstchat.android.Native")]
pub fn initialise<'local>(
    mut env: EnvUnowned<'local>,
    _: JClass<'local>,
    context: JObject<'local>,
) {
    env.with_env(|env| init_with_env(env, context))
        .resolve::<ThrowRuntimeExAndDefault>();
}
