#if canImport(Security)
  import Dienstchat
  import Foundation
  import Security

  /// Keeps the secrets in the Keychain: after the first unlock, on this device only, never
  /// synchronised.
  final class KeychainKeyStore: KeyStore {
    private let service = "de.dienstchat.keys"

    func get(name: String) throws -> Data? {
      var query = item(name)
      query[kSecReturnData] = true
      var result: CFTypeRef?
      let status = SecItemCopyMatching(query as CFDictionary, &result)
      switch status {
      case errSecSuccess: return result as? Data
      case errSecItemNotFound: return nil
      default: throw error(status)
      }
    }

    func put(name: String, secret: Data) throws {
      // In one step: a failure leaves the earlier secret, a success nothing of it. The system
      // encrypts what it writes with a fresh key each time.
      let values: [CFString: Any] = [
        kSecValueData: secret,
        kSecAttrAccessible: kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly,
      ]
      var status = SecItemUpdate(item(name) as CFDictionary, values as CFDictionary)
      if status == errSecItemNotFound {
        status = SecItemAdd(item(name).merging(values) { $1 } as CFDictionary, nil)
      }
      guard status == errSecSuccess else { throw error(status) }
    }

    func delete(name: String) throws {
      let status = SecItemDelete(item(name) as CFDictionary)
      guard status == errSecSuccess || status == errSecItemNotFound else { throw error(status) }
    }

    private func item(_ name: String) -> [CFString: Any] {
      [
        kSecClass: kSecClassGenericPassword, kSecAttrService: service, kSecAttrAccount: name,
        kSecAttrSynchronizable: false, kSecUseDataProtectionKeychain: true,
      ]
    }

    private func error(_ status: OSStatus) -> KeyStoreError {
      status == errSecInteractionNotAllowed ? .Locked : .Failed
    }
  }
#endif
