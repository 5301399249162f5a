// Makes GLOSSARY.md and generated/terms.ts from terms.yaml, their only home: node glossary/generate.ts
import { readFile, writeFile } from 'node:fs/promises'
import { glossaryMarkdown, readTerms, termsModule } from './render.ts'

const here = (path: string): URL => new URL(path, import.meta.url)

const terms = readTerms(await readFile(here('terms.yaml'), 'utf8'))
await writeFile(here('GLOSSARY.md'), glossaryMarkdown(terms))
await writeFile(here('generated/terms.ts'), termsModule(terms))
