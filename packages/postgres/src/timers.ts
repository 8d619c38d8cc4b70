// Captured at load: test runners replace timers with fake ones later, and a command would wait for these forever.
export const { setTimeout, clearTimeout } = globalThis
/** A monotonic clock, in milliseconds. */
export const elapsed = performance.now.bind(performance)
