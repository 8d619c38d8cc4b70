/** A value of type `A` that can't be mistaken for another kind of `A`. */
export type Brand<A, Name extends string> = A & { readonly [K in `_${Name}`]: never }
