import { defineConfig } from 'vitest/config'
import { readFileSync } from 'node:fs'
import { isYamlModule, moduleOf } from './tools/texts/yaml-module.mjs'
import { LongestFirst } from './tools/vitest/longest-first.ts'

const ignored = ['**/node_modules/**', '.runtime/**', '.ruqsat/**']
const long = '**/*.long.test.{ts,tsx}'

const yamlModules = {
  name: 'ruqsat-texts',
  enforce: 'pre',
  load: (id: string) => (isYamlModule(id) ? moduleOf(id, readFileSync(id, 'utf8')) : null),
} as const

export default defineConfig({
  plugins: [yamlModules],
  oxc: { jsx: { runtime: 'automatic', importSource: '@ruqsat/web' } },
  test: {
    globalSetup: ['tools/vitest/global-setup.ts'],
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    // Left alone it keeps one processor free for itself, which on two is half of all.
    maxWorkers: '100%',
    // Nothing here measures a speed: a limit is there to end what hangs, and is far from what a busy machine needs.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    // A list that should be empty is printed nearly whole: the report of a run is all that its reader may have.
    chaiConfig: { truncateThreshold: 2000 },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // Half of a file's time went into loading and warming up the house. A module's own state is shared by the files of a process: a test
          // gives back what it sets there, and gives no words to codes of other rooms.
          isolate: false,
          include: ['{core,support,systems,sandbox,cmd,glossary,tools,bench,regulations}/**/*.test.{ts,tsx}'],
          exclude: [...ignored, long],
        },
      },
      {
        extends: true,
        // Journeys start whole installations and browsers, and wait a quarter of their time: one more than there are processors.
        test: {
          name: 'journey',
          isolate: false,
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: [...ignored, long],
          maxWorkers: 3,
          testTimeout: 300_000,
        },
      },
      {
        extends: true,
        // What takes minutes and finds what is rare: `npm run test:long`, never a part of `npm test`.
        test: { name: 'long', include: [long], exclude: ignored, testTimeout: 3_600_000 },
      },
    ],
  },
})
