//! Serve pages and API until asked to stop.

use super::args::Common;
use super::door;
use super::exit::Exit;
use super::files::because;
use super::output::Output;
use serde_json::json;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use wenzheng::http;
use wenzheng::registry::{Error, Failed, Refusal, Registry, Result};

/// `serve`.
pub async fn run(common: &Common, out: &mut Output, listen: Option<String>) -> Result<Exit> {
    let config = door::config(common)?;
    let listener = bind(&listen.unwrap_or(config.listen)).await?;
    let registry = door::open_or_found(common).await?;
    let url = format!("http://{}", address(&listener)?);
    out.say(&json!({ "url": url }), &format!("开始服务：{url}"));
    out.flush();
    until_stopped(registry, listener, config.trusted_proxies).await
}

/// Takes the port, or says plainly that it is taken.
pub async fn bind(listen: &str) -> Result<TcpListener> {
    TcpListener::bind(listen).await.map_err(|error| -> Error {
        let sentence = match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                format!("{listen} 已被别的程序占用。换一个端口：--listen 127.0.0.1:8081")
            }
            std::io::ErrorKind::InvalidInput => {
                format!("{listen} 不是地址和端口。写成 --listen 127.0.0.1:8080 这样。")
            }
            _ => format!("不能在 {listen} 上服务：{}。", because(&error)),
        };
        Refusal::House(sentence).into()
    })
}

/// Where a listener listens.
pub fn address(listener: &TcpListener) -> Result<SocketAddr> {
    listener.local_addr().map_err(|e| Failed::because(&e).into())
}

/// Serves until SIGINT or SIGTERM; requests under way are answered first.
pub async fn until_stopped(
    registry: Registry,
    listener: TcpListener,
    trusted_proxies: u8,
) -> Result<Exit> {
    let keeper = tokio::spawn(keep_house(registry.clone()));
    let settings = http::Settings { trusted_proxies, ..http::Settings::default() };
    let service = http::router(registry.clone(), settings)
        .into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(stop()).await;
    keeper.abort();
    registry.close().await;
    served.map(|()| Exit::Good).map_err(|e| Failed::because(&e).into())
}

/// Once an hour, deletes what may no longer be kept.
async fn keep_house(registry: Registry) {
    let mut hours = tokio::time::interval(Duration::from_hours(1));
    loop {
        hours.tick().await;
        // A failure is logged where it is made; the next hour tries again.
        let _ = registry.forget().await;
    }
}

async fn stop() {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
    let terminated = async {
        match &mut terminate {
            Ok(signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated => {}
    }
}
