/** A nominal type over `A`: not assignable to another brand of `A`. */
export type Brand<A, Name extends string> = A & { readonly [K in `_${Name}`]: never }
