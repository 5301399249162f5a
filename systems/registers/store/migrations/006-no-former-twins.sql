-- Their rows are in history since migration 005, and no program since then reads or writes them.
drop table registers.persons, registers.legal_entities, registers.powers_of_attorney;
