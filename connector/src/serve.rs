//! Start and end of the running connector.

use std::{future::Future, sync::Arc, time::Duration};

use dienstchat_core::time::{Clock, Entropy};
use tokio::net::TcpListener;

use crate::{
    api,
    app::{App, StartError},
    config::Config,
    reconcile,
};

/// How long requests that are under way may take at the end.
const GRACE: Duration = Duration::from_secs(10);

/// Serves until `shutdown` is done, then ends: requests under way are answered, steps of the
/// reconciler are cut off and done again at the next start.
///
/// # Errors
/// [`StartError`] when it cannot start.
pub async fn serve(
    config: Config,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    shutdown: impl Future<Output = ()> + Send,
) -> Result<(), StartError> {
    let listen = config.listen;
    let app = App::open(config, clock, entropy).await?;
    let listener = TcpListener::bind(listen)
        .await
        .map_err(StartError::Listen)?;
    let address = listener.local_addr().map_err(StartError::Listen)?;
    let reconciler = tokio::spawn(reconcile::run(Arc::clone(&app)));
    tracing::info!("listening on http://{address}");

    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let router = api::router(Arc::clone(&app));
    let server = axum::serve(listener, router).with_graceful_shutdown(async {
        // An end without a word is an end too.
        let _ = ended.await;
    });
    let server = tokio::spawn(async move { server.await });
    shutdown.await;
    tracing::info!("ending");
    reconciler.abort();
    let _ = end.send(());
    if tokio::time::timeout(GRACE, server).await.is_err() {
        tracing::warn!("requests were cut off");
    }
    app.db.close().await;
    Ok(())
}
