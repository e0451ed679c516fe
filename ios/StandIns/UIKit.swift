@_exported import Foundation

@MainActor
public protocol UIApplicationDelegate: NSObjectProtocol {}

@MainActor
public final class UIApplication {
  public struct LaunchOptionsKey: Hashable, Sendable {}
  public static let shared = UIApplication()
  public var connectedScenes: Set<UIScene> { [] }
  public func beginBackgroundTask(expirationHandler: (@MainActor @Sendable () -> Void)? = nil) -> UIBackgroundTaskIdentifier { .invalid }
  public func endBackgroundTask(_ identifier: UIBackgroundTaskIdentifier) {}
}
public struct UIBackgroundTaskIdentifier: Hashable, Sendable {
  public static let invalid = Self()
}

@MainActor
open class UIScene: NSObject {
  public enum ActivationState: Sendable { case foregroundActive, background }
  public var activationState: ActivationState { .background }
}
public final class UIWindowScene: UIScene {
  public var keyWindow: UIWindow? { nil }
  public var windows: [UIWindow] { [] }
}
@MainActor
open class UIWindow: NSObject {
  public override nonisolated init() {}
  // What is imported from Objective-C may be ignored.
  @discardableResult public func endEditing(_ force: Bool) -> Bool { false }
}

public enum UIUserInterfaceStyle: Sendable { case unspecified, light, dark }
public final class UITraitCollection: Sendable {
  public let userInterfaceStyle = UIUserInterfaceStyle.light
}
open class UIColor: NSObject, @unchecked Sendable {
  public init(red: CGFloat, green: CGFloat, blue: CGFloat, alpha: CGFloat) {}
  public init(dynamicProvider: @escaping @Sendable (UITraitCollection) -> UIColor) {}
}
public let NSUserActivityTypeBrowsingWeb = "NSUserActivityTypeBrowsingWeb"
public final class NSUserActivity {
  public var webpageURL: URL?
}

// What Foundation has on Apple's systems alone.
public struct FileProtectionType: Sendable {
  public static let completeUntilFirstUserAuthentication = Self()
}
extension FileAttributeKey {
  public static let protectionKey = FileAttributeKey(rawValue: "protection")
}
