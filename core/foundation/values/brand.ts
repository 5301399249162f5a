declare const brand: unique symbol

/** A value that only the reader of its kind makes: a text of the same letters is none. */
export type Branded<Kind extends string, Value = string> = Value & { readonly [brand]: { readonly [Each in Kind]: true } }
