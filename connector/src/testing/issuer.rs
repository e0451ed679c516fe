//! The stand-in for HiOrg-Server, once for all tests, and devices that sign in there.

use std::sync::{
    LazyLock,
    atomic::{AtomicU32, Ordering},
    mpsc,
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use dienstchat_core::{
    connector::wire::{CodeProof, IdTokenProof, Proof, SessionRequest},
    ids::OrgCode,
    login::{nonce::DeviceIdentity, proof},
    secret::{AuthorizationCode, CodeVerifier, IdToken},
};
use hiorg_standin::{
    Config, Consent, IdTokenSpec, LoginHandle, NewPerson, SigningKey, Standin, Switches,
};
use ruma::server_name;
use sha2::{Digest as _, Sha256};
use url::Url;
use vodozemac::olm::Account;

/// A stand-in and the way to it.
pub(crate) struct Issuer {
    pub(crate) url: String,
    pub(crate) login: LoginHandle,
}

/// A stand-in with these capabilities, in a thread of its own: it outlives each test's runtime.
fn start(switches: Switches) -> Issuer {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let standin = Standin::start(Config {
                switches,
                signing_key: Some(KEY.clone()),
                ..Config::default()
            })
            .await
            .unwrap();
            standin
                .add_organisation("abc", "Wasserwacht Seedorf")
                .unwrap();
            for (name, sub) in [("Anna", "a1"), ("Ben", "b1")] {
                let person = NewPerson {
                    sub: Some(sub.to_owned()),
                    ..NewPerson::new(name, &name.to_lowercase(), "einsatz")
                };
                standin.organisation("abc").add_person(person).unwrap();
            }
            let issuer = Issuer {
                url: standin.issuer().to_owned(),
                login: standin.login(),
            };
            sender.send(issuer).unwrap();
            std::future::pending::<()>().await;
        });
    });
    receiver.recv().unwrap()
}

/// Made once: it takes seconds.
static KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::generate().unwrap());

static EVERYTHING: LazyLock<Issuer> = LazyLock::new(|| start(Switches::default()));
static SECRETIVE: LazyLock<Issuer> = LazyLock::new(|| {
    start(Switches {
        id_token: false,
        require_client_secret: true,
        ..Switches::default()
    })
});

/// The issuer that can do everything.
pub(crate) fn issuer() -> &'static Issuer {
    &EVERYTHING
}

/// The issuer that gives no ID tokens and insists on a client secret.
pub(crate) fn secretive_issuer() -> &'static Issuer {
    &SECRETIVE
}

/// A phone.
pub(crate) struct Device {
    account: Account,
    identity: DeviceIdentity,
    ov: OrgCode,
}

impl Device {
    pub(crate) fn new(ov: &str, id: &str) -> Self {
        let account = Account::new();
        let identity = DeviceIdentity {
            device_id: id.into(),
            curve25519: account.curve25519_key(),
            ed25519: account.ed25519_key(),
            salt: [7; 32],
        };
        Self {
            account,
            identity,
            ov: ov.parse().unwrap(),
        }
    }

    /// What an ID token for this device says.
    pub(crate) fn spec(&self, sub: &str) -> IdTokenSpec {
        IdTokenSpec::new(self.ov.as_str(), sub).nonce(self.identity.nonce(&self.ov).as_str())
    }

    /// An ID token for this device.
    pub(crate) async fn token(&self, sub: &str) -> String {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let mut spec = self.spec(sub);
        // Two tokens of one second would be the same.
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        spec.claims.insert("jti".to_owned(), number.into());
        issuer().login.mint_id_token(&spec).await.unwrap()
    }

    /// A code for this device from the issuer without ID tokens.
    pub(crate) async fn code(&self, username: &str) -> Proof {
        let verifier = "verifier-verifier-verifier-verifier-verifier";
        let mut url =
            Url::parse(&format!("{}/oauth/v1/authorize", secretive_issuer().url)).unwrap();
        url.query_pairs_mut().extend_pairs([
            ("response_type", "code"),
            ("client_id", "dienstchat-app"),
            ("redirect_uri", "dienstchat://login"),
            ("scope", "openid"),
            ("state", "state"),
            ("code_challenge_method", "S256"),
            (
                "code_challenge",
                &URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)),
            ),
            ("ov", self.ov.as_str()),
        ]);
        let redirect = secretive_issuer()
            .login
            .sign_in(&url, username, "einsatz", Consent::Allow)
            .await
            .unwrap();
        let code = redirect
            .query_pairs()
            .find(|(name, _)| name == "code")
            .unwrap()
            .1
            .into_owned();
        Proof::Code(CodeProof {
            code: AuthorizationCode::new(code),
            code_verifier: Some(CodeVerifier::new(verifier.to_owned())),
            redirect_uri: "dienstchat://login".to_owned(),
        })
    }

    /// A request for a session with this ID token.
    pub(crate) fn request(&self, token: &str) -> SessionRequest {
        self.prove(Proof::IdToken(IdTokenProof {
            id_token: IdToken::new(token.to_owned()),
        }))
    }

    /// A request for a session with this proof.
    pub(crate) fn prove(&self, proof: Proof) -> SessionRequest {
        let server = server_name!("hs.example");
        proof::sign(proof, &self.identity, &self.ov, server, |text| {
            self.account.sign(text)
        })
    }
}
