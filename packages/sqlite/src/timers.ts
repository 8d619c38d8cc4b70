// Captured at load: test runners replace timers with fake ones later, and a command would wait for these forever.
export const { setTimeout, setInterval, clearInterval, setImmediate } = globalThis
/** A monotonic clock, in milliseconds. */
export const elapsed = performance.now.bind(performance)

/** Yields to the event loop, which the driver blocks while it works. */
export const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))
