// Taken once, at load: test runners put fake timers in their place later, and a command would wait for these for ever.
export const { setTimeout, setInterval, clearInterval, setImmediate } = globalThis
/** Milliseconds of a clock that never jumps. */
export const elapsed = performance.now.bind(performance)

/** Lets everybody else have a turn: the driver keeps them waiting while it works. */
export const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))
