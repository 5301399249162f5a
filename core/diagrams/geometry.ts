import type { Shape } from './model.ts'

export type Point = { readonly x: number; readonly y: number }
export type Rectangle = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** Height of a cylinder's lid above its side. */
export const LID = 9

/**
 * How far inside its box a shape begins at `offset` from the middle of the side; `half` is half that side, `depth` half the other;
 * `isDown` says that the side is the upper or the lower one.
 */
export function insetOf(shape: Shape, offset: number, half: number, depth: number, isDown: boolean): number {
  const away = Math.min(Math.abs(offset), half)
  switch (shape) {
    case 'condition':
      return Math.round((depth * away) / half)
    case 'startMessage':
    case 'endMessage':
    case 'error':
    case 'plainEnd':
      return Math.round(depth - Math.sqrt(half * half - away * away))
    case 'terminal':
      return isDown ? 0 : Math.round(half - Math.sqrt(half * half - away * away))
    case 'informationSystem':
      return !isDown ? 0 : Math.round(LID * (1 - Math.sqrt(1 - (away / half) ** 2)))
    default:
      return 0
  }
}
