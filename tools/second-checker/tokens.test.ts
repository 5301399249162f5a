import { expect, test } from 'vitest'
import type { TableStep } from './read.ts'
import { flowOf } from './tokens.ts'

/** `A -> B, C` with words after the name of a step: splits, joins, waits=B, back=A. A row with an outcome is `yes:B`. */
function table(...lines: readonly string[]) {
  const steps = lines.map((line): TableStep => {
    const [head = '', rows = ''] = line.split(' -> ')
    const [id = '', ...words] = head.split(' ')
    const named = (key: string) => words.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1)
    return {
      id,
      shape: 'process',
      unit: 'u',
      action: 'approve',
      next: rows.split(', ').map((row) => (row.includes(':') ? { when: row.split(':')[0]!, to: row.split(':')[1]! } : { to: row })),
      splits: words.includes('splits'),
      joins: words.includes('joins'),
      ...(named('waits') && { waitsFor: [named('waits')!] }),
      ...(named('back') && { returnTo: named('back')! }),
    }
  })
  return flowOf({ name: 'table', steps })
}

test.each([
  ['one after the other', ['A -> B', 'B -> end'], 'sound'],
  ['a question with two ends', ['A -> yes:B, no:end', 'B -> end'], 'sound'],
  ['two branches that meet', ['A splits -> B, C', 'B -> D', 'C -> D', 'D joins -> end'], 'sound'],
  ['a join that waits for one of them', ['A splits -> B, C', 'B -> D', 'C -> D', 'D joins waits=B -> end'], 'sound'],
  [
    'a split in a branch',
    ['A splits -> B, E', 'B splits -> C, D', 'C -> F', 'D -> F', 'F joins -> G', 'E -> G', 'G joins -> end'],
    'sound',
  ],
  ['a return out of the branches', ['A -> B', 'B splits -> C, D', 'C -> E', 'D back=A -> E', 'E joins -> end'], 'sound'],
  ['a return into a branch that had met', ['A splits -> B, C', 'B -> D', 'C -> D', 'D joins -> E', 'E back=B -> end'], 'sound'],
  ['a step that nothing leads to', ['A -> end', 'B -> end'], 'unsound'],
  ['a circle without a way out', ['A -> yes:end, no:B', 'B -> B'], 'unsound'],
  ['a branch that nobody waits for and that is never over', ['A splits -> B, C', 'B -> D', 'C -> C', 'D joins waits=B -> end'], 'unsound'],
  ['a branch that ends by itself', ['A splits -> B, C', 'B -> D', 'C -> end', 'D joins -> end'], 'unsound'],
  ['branches that never meet', ['A splits -> B, C', 'B -> end', 'C -> end'], 'unsound'],
  ['a join that nothing splits before', ['A -> B', 'B joins -> end'], 'unsound'],
  ['a return into the neighbour', ['A splits -> B, C', 'B -> D', 'C back=B -> D', 'D joins -> end'], 'unsound'],
  ['a return to where its branches meet', ['A splits -> B, C', 'B back=D -> D', 'C -> D', 'D joins -> yes:A, no:end'], 'unsound'],
  ['a join that waits for a step behind it', ['A splits -> B, C', 'B -> D', 'C -> D', 'D joins waits=E -> E', 'E -> end'], 'unsound'],
] as const)('%s', (_what, lines, flow) => expect(table(...lines)).toBe(flow))
