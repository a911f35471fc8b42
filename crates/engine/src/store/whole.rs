//! Beginning a transaction, to its end. The driver returns a connection whose BEGIN was given up half way to the pool with
//! the transaction open: whoever has it next would read an old moment, or be told that nothing can be written.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A future that goes on by itself when nobody waits for it any more; what it gives is dropped then.
pub(super) struct Whole<T: Send + 'static>(Option<Boxed<T>>);

impl<T: Send + 'static> Whole<T> {
    pub(super) fn new(future: impl Future<Output = T> + Send + 'static) -> Self {
        Self(Some(Box::pin(future)))
    }
}

impl<T: Send + 'static> Future for Whole<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let Some(future) = &mut self.0 else {
            return Poll::Pending;
        };
        let polled = future.as_mut().poll(context);
        if polled.is_ready() {
            self.0 = None;
        }
        polled
    }
}

impl<T: Send + 'static> Drop for Whole<T> {
    fn drop(&mut self) {
        if let Some(rest) = self.0.take()
            // without a runtime the connection ends with the process
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            runtime.spawn(rest);
        }
    }
}
