import Foundation

/// Where the core keeps its files.
enum DataFolder {
  /// The folder, made where it is missing: in no backup, and readable once the device was unlocked for
  /// the first time, as the background task needs it.
  static func url() throws -> URL {
    let parent = try FileManager.default.url(
      for: .applicationSupportDirectory, in: .userDomainMask, appropriateFor: nil, create: true)
    var folder = parent.appending(path: "Dienstchat", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true,
      attributes: [.protectionKey: FileProtectionType.completeUntilFirstUserAuthentication])
    var values = URLResourceValues()
    values.isExcludedFromBackup = true
    try folder.setResourceValues(values)
    return folder
  }

  /// The same for what was there before: files get the folder's protection only when they are made.
  ///
  /// What cannot be changed stays as it is, which is no reason not to start: the store's journals come and
  /// go while this looks at them, and `Dienstchat.entitlements` asks for the same protection by default.
  static func protect(_ folder: URL) {
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    while let file = files?.nextObject() as? URL {
      try? FileManager.default.setAttributes(
        [.protectionKey: FileProtectionType.completeUntilFirstUserAuthentication],
        ofItemAtPath: file.path(percentEncoded: false))
    }
  }
}
