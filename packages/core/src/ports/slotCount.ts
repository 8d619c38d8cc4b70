/** How many slots a subscription has. It never changes: streams would move to other checkpoints. */
export const slotCount = 64
