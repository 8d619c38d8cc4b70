/** The last lines of a log. */
export const tail = (log: string): string => log.trimEnd().split('\n').slice(-20).join('\n')
