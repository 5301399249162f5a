// The same game with many more made-up tables than `npm test` has time for.
import { test } from 'vitest'
import { playMadeUpTables } from './made-up-tables.ts'

test('made-up tables', () => playMadeUpTables(5_000))
