import Foundation

// Strings stand for Core Foundation's, which Linux lacks.
public typealias CFString = String
public typealias CFTypeRef = AnyObject
public typealias OSStatus = Int32
public typealias CFDictionary = NSDictionary

public let kSecReturnData = "", kSecValueData = "", kSecAttrAccessible = "", kSecClass = ""
public let kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly = "", kSecClassGenericPassword = ""
public let kSecAttrService = "", kSecAttrAccount = "", kSecAttrSynchronizable = ""
public let kSecUseDataProtectionKeychain = ""
public let errSecSuccess: OSStatus = 0, errSecItemNotFound: OSStatus = -25_300
public let errSecInteractionNotAllowed: OSStatus = -25_308

public func SecItemCopyMatching(_ query: CFDictionary, _ result: UnsafeMutablePointer<CFTypeRef?>?) -> OSStatus { 0 }
public func SecItemUpdate(_ query: CFDictionary, _ values: CFDictionary) -> OSStatus { 0 }
public func SecItemAdd(_ values: CFDictionary, _ result: UnsafeMutablePointer<CFTypeRef?>?) -> OSStatus { 0 }
public func SecItemDelete(_ query: CFDictionary) -> OSStatus { 0 }
