// Taken once, at load: test runners put fake timers in their place later, and a command would wait for these for ever.
export const { setTimeout, clearTimeout } = globalThis
/** Milliseconds of a clock that never jumps. */
export const elapsed = performance.now.bind(performance)
