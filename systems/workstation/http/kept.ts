// What an official typed before their session ended, on this system's pages.
import { keptForms } from '@ruqsat/web'

export const kept = keptForms('workstation')
