import { survives } from './survival.ts'

survives(1_000)
