/**
 * Loaded before a process of the hub, it lets that process alone live at another time, by
 * CHAOS_SKEW_MS milliseconds: a machine whose clock is not set.
 */
const skewMs = Number.parseInt(process.env['CHAOS_SKEW_MS'] ?? '0', 10);
const TrueDate = globalThis.Date;
const { now } = TrueDate;

globalThis.Date = new Proxy(TrueDate, {
  construct: (target, given, self) =>
    Reflect.construct(target, given.length === 0 ? [now() + skewMs] : given, self),
  get: (target, name) => (name === 'now' ? () => now() + skewMs : Reflect.get(target, name)),
});
