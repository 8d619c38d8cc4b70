/** The number of slots of a subscription. It must not change: streams would move to other checkpoints. */
export const slotCount = 64
