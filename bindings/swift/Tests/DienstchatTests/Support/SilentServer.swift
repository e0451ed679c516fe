import Foundation

/// A server that takes connections and never answers.
final class SilentServer: Sendable {
  private let socket: Int32
  let port: UInt16

  init() throws {
    #if canImport(Glibc)
      let stream = Int32(SOCK_STREAM.rawValue)
    #else
      let stream = SOCK_STREAM
    #endif
    let socket = Foundation.socket(AF_INET, stream, 0)
    self.socket = socket
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(socket, pointer, length) == 0 && listen(socket, 128) == 0
          && getsockname(socket, pointer, &length) == 0
      }
    }
    guard isListening else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    port = address.sin_port.bigEndian
  }

  deinit {
    close(socket)
  }

  var url: String { "http://127.0.0.1:\(port)" }

  /// Waits for somebody who connects, and keeps them waiting.
  func connection() async {
    let socket = socket
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        _ = accept(socket, nil, nil)
        continuation.resume()
      }
    }
  }
}
