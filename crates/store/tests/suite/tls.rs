//! What `sslmode` asks for is what happens.

use store::testing::{self, PrivateServer};
use store::{Kind, Location, Migration, Store};

const CERTIFICATE: &[u8] = include_bytes!("../tls/server.pem");
const KEY: &[u8] = include_bytes!("../tls/server.key");

/// Reads whether its own connection is encrypted.
const MIGRATIONS: &[Migration] = &[Migration {
    version: 1,
    name: "tls",
    sql: "postgres>CREATE VIEW encrypted AS SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid();",
}];

async fn encrypted(url: &str) -> Result<bool, store::StoreError> {
    let store = Store::open(&Location::Postgres(url.to_owned()), testing::origin()).await?;
    store.migrate(MIGRATIONS).await?;
    let select = sea_query::Query::select().column("ssl").from("encrypted").to_owned();
    store.one(&select).await?.unwrap().get("ssl")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mode_of_the_url_is_honoured() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tls/ca.pem");
    let with = PrivateServer::start_with(
        &["ssl=on", "ssl_cert_file=server.pem", "ssl_key_file=server.key"],
        &[("server.pem", CERTIFICATE), ("server.key", KEY)],
    );
    let without = PrivateServer::start();
    let named = with.url().replace("127.0.0.1", "localhost");
    let to = |server: &str, query: &str| format!("{server}/postgres?{query}");

    // The default takes what it gets; on the loopback that is often nothing, or a certificate of nobody.
    assert!(!encrypted(&to(without.url(), "")).await.unwrap());
    assert!(encrypted(&to(with.url(), "")).await.unwrap());
    assert!(encrypted(&to(with.url(), "sslmode=prefer")).await.unwrap());
    assert!(!encrypted(&to(with.url(), "sslmode=disable")).await.unwrap());

    for mode in ["require", "verify-ca", "verify-full"] {
        let known = format!("sslmode={mode}&sslrootcert={root}");
        assert!(encrypted(&to(&named, &known)).await.unwrap(), "{mode}");
        for (url, why) in [
            (to(&named, &format!("sslmode={mode}")), "no public authority knows it"),
            (to(with.url(), &known), "the certificate is for another name"),
            (to(without.url(), &known), "it cannot encrypt"),
        ] {
            let error = encrypted(&url).await.expect_err(why);
            assert_eq!(error.kind(), Kind::Setup, "{error}");
            assert!(!error.to_string().contains('\n'), "{error}");
        }
    }
}
