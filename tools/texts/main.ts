// Writes the declarations of all texts; prints what is wrong with a text and ends with 1.
import { checkoutFolder } from '@ruqsat/installation'
import { declareTexts } from './declarations.ts'

const complaints = declareTexts(checkoutFolder())
for (const complaint of complaints) console.log(complaint)
process.exitCode = complaints.length === 0 ? 0 : 1
