#!/usr/bin/env node
import { main } from './boot.mjs'

await main(process.argv.slice(2))
