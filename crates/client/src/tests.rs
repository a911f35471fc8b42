//! What the client does with servers that are none, over real sockets.
