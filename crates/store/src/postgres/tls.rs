//! The URL of a PostgreSQL, and the encryption that it asks for.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres::Config;
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{Kind, StoreError};

/// How long a server may take to answer a knock.
pub(super) const CONNECT: Duration = Duration::from_secs(5);
/// A server that does not even acknowledge what it was sent counts as gone.
const SILENCE: Duration = Duration::from_secs(10);

/// Takes a URL apart. `sslmode` is `disable`, `prefer` (the default: encrypted where the server can, but nobody
/// checks with whom, as the same mode falls back to no encryption at all), or `require`, `verify-ca`,
/// `verify-full`, which all check the server's name and certificate: against `sslrootcert`, a PEM file, or else
/// against the public authorities.
pub(super) fn parse(url: &str) -> Result<(Config, MakeRustlsConnect), StoreError> {
    let (url, root) = translate(url);
    let mut config: Config = url.parse().map_err(|error| {
        StoreError::new(
            Kind::Setup,
            format!("the database URL is not like postgres://user:password@host/name: {error}"),
        )
    })?;
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT);
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(SILENCE);
    }
    if config.get_application_name().is_none() {
        config.application_name("boxoffice");
    }
    let tls = if config.get_ssl_mode() == SslMode::Require { verified(root)? } else { unverified()? };
    Ok((config, MakeRustlsConnect::new(tls)))
}

/// Takes out of the URL what the driver does not know.
fn translate(url: &str) -> (String, Option<PathBuf>) {
    let host = url.rfind('@').unwrap_or(0);
    let Some(query) = url[host..].find('?').map(|index| host + index) else { return (url.to_owned(), None) };
    let mut root = None;
    let mut kept = Vec::new();
    for part in url[query + 1..].split('&') {
        match part.split_once('=') {
            Some(("sslrootcert", path)) => root = Some(PathBuf::from(decoded(path))),
            Some(("sslmode", "verify-ca" | "verify-full")) => kept.push("sslmode=require"),
            _ => kept.push(part),
        }
    }
    let mark = if kept.is_empty() { "" } else { "?" };
    (format!("{}{mark}{}", &url[..query], kept.join("&")), root)
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend(before.bytes());
        let byte = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(byte.unwrap_or(b'%'));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    bytes.extend(rest.bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

fn builder() -> Result<rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier>, StoreError> {
    ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(|error| StoreError::new(Kind::Setup, error))
}

fn verified(root: Option<PathBuf>) -> Result<ClientConfig, StoreError> {
    let mut roots = RootCertStore::empty();
    match root {
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(path) => {
            let unreadable = |error: &dyn std::fmt::Display| {
                let detail = format!("sslrootcert={} cannot be read as PEM: {error}", path.display());
                StoreError::new(Kind::Setup, detail)
            };
            for certificate in CertificateDer::pem_file_iter(&path).map_err(|error| unreadable(&error))? {
                let certificate = certificate.map_err(|error| unreadable(&error))?;
                roots.add(certificate).map_err(|error| unreadable(&error))?;
            }
            if roots.is_empty() {
                return Err(unreadable(&"there is no certificate in it"));
            }
        }
    }
    Ok(builder()?.with_root_certificates(roots).with_no_client_auth())
}

fn unverified() -> Result<ClientConfig, StoreError> {
    let anybody = Arc::new(Anybody(provider()));
    Ok(builder()?.dangerous().with_custom_certificate_verifier(anybody).with_no_client_auth())
}

/// Takes any certificate, for the mode that would also do without one.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_driver_does_not_know_is_taken_out_of_the_url() {
        let (url, root) = translate(
            "postgres://me:a?b@host/db?sslmode=verify-full&sslrootcert=/etc/my%20ca.pem&options=-c%20x",
        );
        assert_eq!(url, "postgres://me:a?b@host/db?sslmode=require&options=-c%20x");
        assert_eq!(root, Some("/etc/my ca.pem".into()));
        assert_eq!(translate("postgres://host/db?sslrootcert=x").0, "postgres://host/db");
        assert_eq!(translate("postgres://host/db").0, "postgres://host/db");
    }

    #[test]
    fn a_url_that_cannot_work_is_told_in_one_line() {
        for url in
            ["mysql://x", "postgres://h/db?sslmode=require&sslrootcert=/nowhere/ca.pem", "postgres://h:x/"]
        {
            let error = parse(url).err().expect("it cannot work");
            assert_eq!(error.kind(), Kind::Setup);
            assert!(!error.to_string().contains('\n'), "{error}");
        }
    }
}
