@_exported import Foundation
@_exported import Observation
@_exported import UIKit

@MainActor @preconcurrency
public protocol View {
  associatedtype Body: View
  @ViewBuilder var body: Body { get }
}

extension Never: View {
  public var body: Never { fatalError() }
}

/// A view of the framework's own.
public protocol Leaf: View where Body == Never {}
extension Leaf {
  public var body: Never { fatalError() }
}

public struct EmptyView: Leaf {
  public init() {}
}
public struct TupleView<T>: Leaf {}
public struct Either<A: View, B: View>: Leaf {}
extension Optional: View where Wrapped: View {
  public var body: Never { fatalError() }
}

@resultBuilder
public enum ViewBuilder {
  public static func buildExpression<V: View>(_ view: V) -> V { view }
  public static func buildBlock() -> EmptyView { EmptyView() }
  public static func buildBlock<V: View>(_ view: V) -> V { view }
  public static func buildBlock<each V: View>(_ view: repeat each V) -> TupleView<(repeat each V)> { TupleView() }
  public static func buildIf<V: View>(_ view: V?) -> V? { view }
  public static func buildEither<A: View, B: View>(first: A) -> Either<A, B> { Either() }
  public static func buildEither<A: View, B: View>(second: B) -> Either<A, B> { Either() }
}

// Property wrappers

@propertyWrapper
public struct State<Value> {
  public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
  public init(initialValue: Value) { wrappedValue = initialValue }
  public var wrappedValue: Value { get { fatalError() } nonmutating set {} }
  public var projectedValue: Binding<Value> { fatalError() }
}
extension State where Value: ExpressibleByNilLiteral {
  public init() { fatalError() }
}

@propertyWrapper @dynamicMemberLookup
public struct Binding<Value> {
  @preconcurrency
  public init(get: @escaping @isolated(any) @Sendable () -> Value, set: @escaping @isolated(any) @Sendable (Value) -> Void) {}
  public var wrappedValue: Value { get { fatalError() } nonmutating set {} }
  public var projectedValue: Binding<Value> { self }
  public subscript<T>(dynamicMember path: WritableKeyPath<Value, T>) -> Binding<T> { fatalError() }
}

@propertyWrapper @dynamicMemberLookup
public struct Bindable<Value: AnyObject> {
  public init(wrappedValue: Value) { fatalError() }
  public var wrappedValue: Value { fatalError() }
  public var projectedValue: Bindable<Value> { self }
  public subscript<T>(dynamicMember path: ReferenceWritableKeyPath<Value, T>) -> Binding<T> { fatalError() }
}

@propertyWrapper
public struct Environment<Value> {
  public init(_ path: KeyPath<EnvironmentValues, Value>) {}
  public var wrappedValue: Value { fatalError() }
}

@propertyWrapper
public struct AccessibilityFocusState<Value> {
  public init() where Value == Bool {}
  public var wrappedValue: Value { get { fatalError() } nonmutating set {} }
  public var projectedValue: Self { self }
}

@propertyWrapper @MainActor @preconcurrency
public struct UIApplicationDelegateAdaptor<Delegate: UIApplicationDelegate & NSObject> {
  public init(_ type: Delegate.Type = Delegate.self) {}
  public var wrappedValue: Delegate { fatalError() }
}

public struct EnvironmentValues {
  public var scenePhase: ScenePhase { fatalError() }
  public var isEnabled: Bool { get { fatalError() } set {} }
  public var accessibilityReduceMotion: Bool { fatalError() }
  public var dynamicTypeSize: DynamicTypeSize { fatalError() }
  public var locale: Locale { get { fatalError() } set {} }
}
public protocol EnvironmentKey {
  associatedtype Value
  static var defaultValue: Value { get }
}
extension EnvironmentValues {
  public subscript<K: EnvironmentKey>(key: K.Type) -> K.Value { get { fatalError() } set {} }
}
public enum DynamicTypeSize: Sendable {
  case large
  public var isAccessibilitySize: Bool { false }
}
public enum ScenePhase: Sendable { case background, inactive, active }
public enum ColorScheme: Sendable { case light, dark }
public enum Visibility: Sendable { case automatic, visible, hidden }

// The app

@MainActor @preconcurrency
public protocol App {
  associatedtype Body: Scene
  @SceneBuilder var body: Body { get }
  init()
}
extension App {
  public static func main() {}
}
@MainActor @preconcurrency
public protocol Scene {}
@resultBuilder
public enum SceneBuilder {
  public static func buildBlock<S: Scene>(_ scene: S) -> S { scene }
}
public struct WindowGroup<Content: View>: Scene {
  public init(@ViewBuilder content: () -> Content) {}
}
public struct BackgroundTask<Request, Response>: Sendable {
  public static func appRefresh(_ name: String) -> BackgroundTask<Void, Void> { BackgroundTask<Void, Void>() }
}
extension Scene {
  public func onChange<V: Equatable>(of value: V, initial: Bool = false, _ action: @escaping (V, V) -> Void) -> some Scene { self }
  public func backgroundTask(_ task: BackgroundTask<Void, Void>, action: @escaping @Sendable () async -> Void) -> some Scene { self }
}

// Views

public struct Text: Leaf {
  public init<S: StringProtocol>(_ text: S) {}
  public init(verbatim: String) {}
  public init(_ value: Int, format: IntegerFormatStyle<Int>) {}
  public func font(_ font: Font?) -> Text { self }
  public func bold() -> Text { self }
  public func italic(_ on: Bool = true) -> Text { self }
  public func monospacedDigit() -> Text { self }
  public func foregroundStyle<S: ShapeStyle>(_ style: S) -> Text { self }
}
public struct Image: Leaf {
  public init(systemName: String) {}
}
public struct Label<Title: View, Icon: View>: Leaf {}
extension Label where Title == Text, Icon == Image {
  public init<S: StringProtocol>(_ title: S, systemImage: String) {}
}
public struct ButtonRole: Equatable, Sendable { public static let destructive = ButtonRole(), cancel = ButtonRole() }
public struct Button<L: View>: Leaf {
  @preconcurrency public init(action: @escaping @MainActor () -> Void, @ViewBuilder label: () -> L) {}
}
extension Button where L == Text {
  @preconcurrency public init<S: StringProtocol>(_ title: S, action: @escaping @MainActor () -> Void) {}
  @preconcurrency public init<S: StringProtocol>(_ title: S, role: ButtonRole?, action: @escaping @MainActor () -> Void) {}
}
extension Button where L == Label<Text, Image> {
  @preconcurrency public init<S: StringProtocol>(_ title: S, systemImage: String, action: @escaping @MainActor () -> Void) {}
}
public struct ProgressView<L: View>: Leaf {}
extension ProgressView where L == EmptyView { public init() {} }
extension ProgressView where L == Text { public init<S: StringProtocol>(_ title: S) {} }
public struct Spacer: Leaf { public init(minLength: CGFloat? = nil) {} }
public struct Group<C: View>: Leaf { public init(@ViewBuilder content: () -> C) {} }
public struct VStack<C: View>: Leaf {
  public init(alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> C) {}
}
public struct LazyVStack<C: View>: Leaf {
  public init(alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> C) {}
}
public struct HStack<C: View>: Leaf {
  public init(alignment: VerticalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> C) {}
}
public struct ZStack<C: View>: Leaf { public init(@ViewBuilder content: () -> C) {} }
public struct ScrollView<C: View>: Leaf { public init(_ axes: Axis.Set = .vertical, @ViewBuilder content: () -> C) {} }
public struct ScrollViewReader<C: View>: Leaf {
  public init(@ViewBuilder content: @escaping (ScrollViewProxy) -> C) {}
}
public struct ScrollViewProxy { public func scrollTo<ID: Hashable>(_ id: ID, anchor: UnitPoint? = nil) {} }
public struct ScrollIndicatorVisibility: Sendable { public static let hidden = Self() }
public struct List<C: View>: Leaf {
  public init(@ViewBuilder content: () -> C) {}
  public init<D: RandomAccessCollection, ID: Hashable, R: View>(
    _ data: D, id: KeyPath<D.Element, ID>, @ViewBuilder rowContent: @escaping (D.Element) -> R
  ) where C == ForEach<D, ID, R> {}
}
public struct Form<C: View>: Leaf { public init(@ViewBuilder content: () -> C) {} }
public struct Section<P: View, C: View, F: View>: Leaf {}
extension Section where P == Text, F == EmptyView {
  public init<S: StringProtocol>(_ title: S, @ViewBuilder content: () -> C) {}
}
extension Section where P == EmptyView, F == EmptyView { public init(@ViewBuilder content: () -> C) {} }
extension Section where P == EmptyView {
  public init(@ViewBuilder content: () -> C, @ViewBuilder footer: () -> F) {}
}
extension Section where F == EmptyView {
  public init(@ViewBuilder content: () -> C, @ViewBuilder header: () -> P) {}
}
extension Section {
  public init(@ViewBuilder content: () -> C, @ViewBuilder header: () -> P, @ViewBuilder footer: () -> F) {}
}
public struct ForEach<D: RandomAccessCollection, ID: Hashable, C: View>: Leaf {
  public init(_ data: D, id: KeyPath<D.Element, ID>, @ViewBuilder content: @escaping (D.Element) -> C) {}
}
extension ForEach where D.Element: Identifiable, ID == D.Element.ID {
  public init(_ data: D, @ViewBuilder content: @escaping (D.Element) -> C) {}
}
public struct LabeledContent<L: View, C: View>: Leaf {}
extension LabeledContent where L == Text {
  public init<S: StringProtocol>(_ title: S, @ViewBuilder content: () -> C) {}
}
extension LabeledContent where L == Text, C == Text {
  public init<S: StringProtocol, T: StringProtocol>(_ title: S, value: T) {}
}
public struct Toggle<L: View>: Leaf {}
extension Toggle where L == Text { public init<S: StringProtocol>(_ title: S, isOn: Binding<Bool>) {} }
public struct Picker<L: View, V: Hashable, C: View>: Leaf {}
extension Picker where L == Text {
  public init<S: StringProtocol>(_ title: S, selection: Binding<V>, @ViewBuilder content: () -> C) {}
}
public struct TextField<L: View>: Leaf {}
extension TextField where L == Text {
  public init<S: StringProtocol>(_ title: S, text: Binding<String>, axis: Axis) {}
}
public enum Axis: Sendable {
  case horizontal, vertical
  public struct Set: OptionSet, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    public static let horizontal = Self(rawValue: 1), vertical = Self(rawValue: 2)
  }
}
public struct ContentUnavailableView<L: View, D: View, A: View>: Leaf {
  public init(@ViewBuilder label: () -> L, @ViewBuilder description: () -> D = { EmptyView() }, @ViewBuilder actions: () -> A = { EmptyView() }) {}
}
extension ContentUnavailableView where L == Label<Text, Image>, D == Text?, A == EmptyView {
  public init<S: StringProtocol>(_ title: S, systemImage: String, description: Text? = nil) {}
}
public struct NavigationStack<Data, Root: View>: Leaf {
  public init(path: Binding<Data>, @ViewBuilder root: () -> Root) {}
}
@MainActor @preconcurrency public protocol ToolbarContent {}
public struct ToolbarItem<C: View>: ToolbarContent {
  public init(placement: ToolbarItemPlacement = .automatic, @ViewBuilder content: () -> C) {}
}
public struct ToolbarItemPlacement: Sendable {
  public static let automatic = Self(), topBarTrailing = Self(), cancellationAction = Self()
}
@resultBuilder
public enum ToolbarContentBuilder {
  public static func buildBlock<C: ToolbarContent>(_ content: C) -> C { content }
}

// Styles

public protocol ShapeStyle: Sendable {}
public struct Color: ShapeStyle, Leaf {
  public nonisolated init(uiColor: UIColor) {}
  public nonisolated static let clear = Color(uiColor: UIColor(red: 0, green: 0, blue: 0, alpha: 0))
}
public struct Material: ShapeStyle { public init() {} }
extension ShapeStyle where Self == Material { public static var bar: Material { Material() } }
public struct Font: Sendable {
  public static let largeTitle = Font(), title3 = Font(), headline = Font(), subheadline = Font(),
    footnote = Font(), caption = Font()
  public func bold() -> Font { self }
}
public protocol Shape: Sendable {}
public struct Capsule: Shape {}
public struct Circle: Shape {}
public struct Rectangle: Shape {}
extension Shape where Self == Capsule { public static var capsule: Capsule { Capsule() } }
extension Shape where Self == Circle { public static var circle: Circle { Circle() } }
extension Shape where Self == Rectangle {
  public static var rect: Rectangle { Rectangle() }
  public static func rect(cornerRadius: CGFloat) -> Rectangle { Rectangle() }
}
public struct HorizontalAlignment: Sendable { public static let leading = Self(), center = Self() }
public struct VerticalAlignment: Sendable { public static let center = Self(), bottom = Self(), firstTextBaseline = Self() }
public struct Alignment: Sendable { public static let center = Self(), leading = Self(), bottomTrailing = Self() }
public struct UnitPoint: Sendable { public static let center = Self(), bottom = Self() }
public enum VerticalEdge: Sendable { case top, bottom }
public enum HorizontalEdge: Sendable { case leading, trailing }
public struct Edges: OptionSet, Sendable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }
  public static let horizontal = Edges(rawValue: 1), vertical = Edges(rawValue: 2), top = Edges(rawValue: 4)
}
public enum TextAlignment: Sendable { case leading, center }
public struct Animation: Sendable { public static let `default` = Animation() }
@MainActor public func withAnimation<R>(_ animation: Animation?, _ body: () throws -> R) rethrows -> R { try body() }
public struct AnyTransition: Sendable { public static let identity = Self(), opacity = Self() }
public struct ListStyle: Sendable { public static let insetGrouped = Self() }
@MainActor @preconcurrency
public protocol ButtonStyle {
  associatedtype Body: View
  typealias Configuration = ButtonStyleConfiguration
  @ViewBuilder func makeBody(configuration: Configuration) -> Body
}
public struct ButtonStyleConfiguration {
  public struct Label: Leaf {}
  public var role: ButtonRole? { nil }
  public var label: Label { fatalError() }
  public var isPressed: Bool { false }
}
@MainActor @preconcurrency public protocol PrimitiveButtonStyle {}
public struct BorderlessButtonStyle: PrimitiveButtonStyle {}
extension PrimitiveButtonStyle where Self == BorderlessButtonStyle {
  public static var borderless: BorderlessButtonStyle { BorderlessButtonStyle() }
}
public struct LabelStyle: Sendable { public static let iconOnly = Self() }
public enum ControlSize: Sendable { case regular, large }
public struct TextSelectability: Sendable { public static let enabled = Self() }
public struct SearchFieldPlacement: Sendable {
  public enum NavigationBarDrawerDisplayMode: Sendable { case automatic, always }
  public static func navigationBarDrawer(displayMode: NavigationBarDrawerDisplayMode) -> Self { Self() }
}
public struct SubmitTriggers: Sendable { public static let search = Self() }
public struct TextInputAutocapitalization: Sendable { public static var never: Self { Self() } }
public enum TitleDisplayMode: Sendable { case inline, large }
public struct ScrollBounceBehavior: Sendable { public static let basedOnSize = Self() }
public struct ScrollDismissesKeyboardMode: Sendable { public static let interactively = Self() }
public struct AccessibilityTraits: SetAlgebra, OptionSet, Sendable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }
  public static let isHeader = Self(rawValue: 1), isButton = Self(rawValue: 2), isSelected = Self(rawValue: 4)
}
public enum AccessibilityChildBehavior: Sendable { case ignore, combine, contain }
public struct KeyEquivalent: Sendable { public static let `return` = Self() }
public struct EventModifiers: Sendable { public static let command = Self() }

// Modifiers

extension View {
  public func padding(_ length: CGFloat) -> some View { self }
  public func padding(_ edges: Edges, _ length: CGFloat? = nil) -> some View { self }
  public func frame(width: CGFloat? = nil, height: CGFloat? = nil, alignment: Alignment = .center) -> some View { self }
  public func frame(
    minWidth: CGFloat? = nil, maxWidth: CGFloat? = nil, minHeight: CGFloat? = nil, maxHeight: CGFloat? = nil,
    alignment: Alignment = .center
  ) -> some View { self }
  public func font(_ font: Font?) -> some View { self }
  public func foregroundStyle<S: ShapeStyle>(_ style: S) -> some View { self }
  public func tint(_ color: Color?) -> some View { self }
  public func background<S: ShapeStyle>(_ style: S) -> some View { self }
  public func background<S: ShapeStyle, T: Shape>(_ style: S, in shape: T) -> some View { self }
  public func overlay<V: View>(alignment: Alignment = .center, @ViewBuilder content: () -> V) -> some View { self }
  public func contentShape<S: Shape>(_ shape: S) -> some View { self }
  public func ignoresSafeArea() -> some View { self }
  public func lineLimit(_ number: Int?) -> some View { self }
  public func lineLimit(_ range: ClosedRange<Int>) -> some View { self }
  public func multilineTextAlignment(_ alignment: TextAlignment) -> some View { self }
  public func textSelection(_ selectability: TextSelectability) -> some View { self }
  public func listStyle(_ style: ListStyle) -> some View { self }
  public func buttonStyle<S: ButtonStyle>(_ style: S) -> some View { self }
  public func buttonStyle<S: PrimitiveButtonStyle>(_ style: S) -> some View { self }
  public func opacity(_ opacity: Double) -> some View { self }
  public func labelStyle(_ style: LabelStyle) -> some View { self }
  public func controlSize(_ size: ControlSize) -> some View { self }
  public func listRowBackground<V: View>(_ view: V?) -> some View { self }
  public func scrollContentBackground(_ visibility: Visibility) -> some View { self }
  public func disabled(_ disabled: Bool) -> some View { self }
  public func equatable() -> some View where Self: Equatable { self }
  public func id<ID: Hashable>(_ id: ID) -> some View { self }
  public func tag<V: Hashable>(_ tag: V) -> some View { self }
  public func environment<V>(_ path: WritableKeyPath<EnvironmentValues, V>, _ value: V) -> some View { self }
  public func preferredColorScheme(_ scheme: ColorScheme?) -> some View { self }
  public func transition(_ transition: AnyTransition) -> some View { self }
  public func keyboardShortcut(_ key: KeyEquivalent, modifiers: EventModifiers) -> some View { self }
  // Navigation
  public func navigationTitle<S: StringProtocol>(_ title: S) -> some View { self }
  public func navigationBarTitleDisplayMode(_ mode: TitleDisplayMode) -> some View { self }
  public func navigationBarBackButtonHidden(_ hidden: Bool = true) -> some View { self }
  public func navigationDestination<D: Hashable, C: View>(for data: D.Type, @ViewBuilder destination: @escaping (D) -> C) -> some View { self }
  public func toolbar<C: ToolbarContent>(@ToolbarContentBuilder content: () -> C) -> some View { self }
  public func safeAreaInset<V: View>(edge: VerticalEdge, spacing: CGFloat? = nil, @ViewBuilder content: () -> V) -> some View { self }
  // Search
  public func searchable<S: StringProtocol>(text: Binding<String>, placement: SearchFieldPlacement, prompt: S) -> some View { self }
  public func onSubmit(of triggers: SubmitTriggers, _ action: @escaping () -> Void) -> some View { self }
  public func textInputAutocapitalization(_ mode: TextInputAutocapitalization?) -> some View { self }
  public func autocorrectionDisabled(_ disable: Bool = true) -> some View { self }
  // Scrolling
  public func scrollPosition<ID: Hashable>(id: Binding<ID?>) -> some View { self }
  public func scrollIndicators(_ visibility: ScrollIndicatorVisibility) -> some View { self }
  public func scrollTargetLayout() -> some View { self }
  public func defaultScrollAnchor(_ anchor: UnitPoint?) -> some View { self }
  public func scrollDismissesKeyboard(_ mode: ScrollDismissesKeyboardMode) -> some View { self }
  public func scrollBounceBehavior(_ behavior: ScrollBounceBehavior) -> some View { self }
  public func refreshable(action: @escaping @Sendable () async -> Void) -> some View { self }
  public func swipeActions<V: View>(edge: HorizontalEdge = .trailing, @ViewBuilder content: () -> V) -> some View { self }
  // Life
  public func task<T: Equatable>(id: T, @_inheritActorContext _ action: @escaping @Sendable () async -> Void) -> some View { self }
  public func task(@_inheritActorContext _ action: @escaping @Sendable () async -> Void) -> some View { self }
  public func onAppear(perform action: (() -> Void)?) -> some View { self }
  public func onDisappear(perform action: (() -> Void)?) -> some View { self }
  public func onChange<V: Equatable>(of value: V, initial: Bool = false, _ action: @escaping () -> Void) -> some View { self }
  public func onOpenURL(perform action: @escaping (URL) -> Void) -> some View { self }
  public func onContinueUserActivity(_ type: String, perform action: @escaping (NSUserActivity) -> Void) -> some View { self }
  // Dialogues
  public func alert<S: StringProtocol, A: View>(_ title: S, isPresented: Binding<Bool>, @ViewBuilder actions: () -> A) -> some View { self }
  public func confirmationDialog<S: StringProtocol, A: View, T>(
    _ title: S, isPresented: Binding<Bool>, titleVisibility: Visibility = .automatic, presenting: T?,
    @ViewBuilder actions: (T) -> A
  ) -> some View { self }
  // Accessibility
  public func accessibilityLabel<S: StringProtocol>(_ label: S) -> some View { self }
  public func accessibilityHint<S: StringProtocol>(_ hint: S) -> some View { self }
  public func accessibilityValue<S: StringProtocol>(_ value: S) -> some View { self }
  public func accessibilityHidden(_ hidden: Bool) -> some View { self }
  public func accessibilityAddTraits(_ traits: AccessibilityTraits) -> some View { self }
  public func accessibilityElement(children: AccessibilityChildBehavior = .ignore) -> some View { self }
  public func accessibilityAction(_ handler: @escaping () -> Void) -> some View { self }
  public func accessibilityAction<S: StringProtocol>(named name: S, _ handler: @escaping () -> Void) -> some View { self }
  public func accessibilityActions<C: View>(@ViewBuilder _ content: () -> C) -> some View { self }
  public func accessibilityFocused(_ focused: AccessibilityFocusState<Bool>) -> some View { self }
}
