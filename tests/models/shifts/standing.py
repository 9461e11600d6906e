"""What the tests of shifts share: a rota, and who may do what on it."""

GATE, BARRIER, SAMPLING = 1, 2, 3
PLANNING = {
    f"shifts.{verb}"
    for verb in (
        "add_post edit_post retire_post keep_post add_template edit_template remove_template "
        "for_phase switch_templates create_batch add edit_shift open close reopen cancel "
        "cancel_batch"
    ).split()
}
SEATING = {
    f"shifts.{verb}"
    for verb in (
        "assign put confirm check_in check_out leave_early no_show drop offer_swap take_swap "
        "withdraw_swap record_served sign_in sign_out handover"
    ).split()
}
