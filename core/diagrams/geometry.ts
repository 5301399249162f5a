import type { Orientation, Shape } from './model.ts'

export type Point = { readonly x: number; readonly y: number }
export type Rectangle = Point & { readonly width: number; readonly height: number }

/** Which coordinate and which size run along the flow and across it. */
export function axesOf(orientation: Orientation) {
  return orientation === 'landscape'
    ? ({ flow: 'x', across: 'y', length: 'width', breadth: 'height' } as const)
    : ({ flow: 'y', across: 'x', length: 'height', breadth: 'width' } as const)
}

/** Height of a cylinder's lid above its side. */
export const LID = 9

/**
 * How far inside its box a shape begins at `offset` from the middle of the side; `half` is half that side, `depth` half the other;
 * `isDown` says that the side is the upper or the lower one.
 */
export function insetOf(shape: Shape, offset: number, half: number, depth: number, isDown: boolean): number {
  const away = Math.min(Math.abs(offset), half)
  const circle = Math.sqrt(half * half - away * away)
  switch (shape) {
    case 'condition':
      return Math.round((depth * away) / half)
    case 'startMessage':
    case 'endMessage':
    case 'error':
    case 'plainEnd':
      return Math.round(depth - circle)
    case 'terminal':
      return isDown ? 0 : Math.round(half - circle)
    case 'informationSystem':
      return isDown ? Math.round(LID * (1 - Math.sqrt(1 - (away / half) ** 2))) : 0
    default:
      return 0
  }
}
