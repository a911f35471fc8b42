//! The certificate: read, checked against its key, and read again while connections go on. TLS 1.2 and 1.3 only.

use crate::config::Tls;
use rustls::{
    ServerConfig,
    crypto::CryptoProvider,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};
use std::{
    path::Path,
    sync::{Arc, PoisonError, RwLock},
};
use tokio_rustls::TlsAcceptor;

/// The certificate that new connections are shown.
pub struct Certificate {
    files: Tls,
    shown: RwLock<Arc<ServerConfig>>,
}

impl Certificate {
    /// Reads chain and key.
    ///
    /// # Errors
    /// Which file cannot be used, and why.
    pub fn read(files: &Tls) -> Result<Self, String> {
        Ok(Self {
            shown: RwLock::new(settings(files)?),
            files: files.clone(),
        })
    }

    /// Reads both files again. Connections that are open stay as they are.
    ///
    /// # Errors
    /// As [`Certificate::read`]; the one from before is shown on.
    pub fn renew(&self) -> Result<(), String> {
        let fresh = settings(&self.files)?;
        *self.shown.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        let shown = self.shown.read().unwrap_or_else(PoisonError::into_inner);
        TlsAcceptor::from(Arc::clone(&shown))
    }
}

fn settings(files: &Tls) -> Result<Arc<ServerConfig>, String> {
    let chain = chain(&files.certificate)?;
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|why| {
        format!(
            "the key {} cannot be used: {}",
            files.key.display(),
            told(&why)
        )
    })?;
    let mut settings = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(|why| why.to_string())?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|why| {
            format!(
                "the certificate {} and the key {} cannot be used together: {why}",
                files.certificate.display(),
                files.key.display()
            )
        })?;
    settings.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(settings))
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

fn chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let unusable =
        |why: String| format!("the certificate {} cannot be used: {why}", path.display());
    let chain: Vec<_> = CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect)
        .map_err(|why| unusable(told(&why)))?;
    if chain.is_empty() {
        return Err(unusable("there is none in it".into()));
    }
    Ok(chain)
}

/// What is wrong with a file, in words.
fn told(why: &rustls::pki_types::pem::Error) -> String {
    use rustls::pki_types::pem::Error;
    match why {
        Error::Io(why) => why.to_string(),
        Error::NoItemsFound => "there is none in it".into(),
        _ => "it is not PEM".into(),
    }
}
