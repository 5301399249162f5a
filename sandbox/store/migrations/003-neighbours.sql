-- Which neighbours there are has one home, in the program (`work/switches.ts`), which takes no other.
alter table sandbox.switches drop constraint switches_neighbour_check;
