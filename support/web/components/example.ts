import type { Child } from 'hono/jsx'

/** What an `examples.tsx` exports: the component's name and its fixtures, rendered on `/_components` and by the tests. */
export type Example = { readonly title: string; readonly render: () => Child }
export type ExampleFile = { readonly examples: readonly Example[] }
