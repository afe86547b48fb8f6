#pragma once
#include <systemd/sd-bus.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-id128.h>
#include <systemd/sd-journal.h>

/* The rows of sd_bus_add_object_vtable(3): macros with designated initialisers, which Swift does not import. Names of arguments
   follow each other, each with its NUL. Who may call is decided by the program itself, so that sd-bus asks nobody and waits for
   nobody: hence UNPRIVILEGED. */

static inline sd_bus_vtable rituald_vtable_start(void) {
        sd_bus_vtable row = SD_BUS_VTABLE_START(0);
        return row;
}

static inline sd_bus_vtable rituald_vtable_method(
                const char *member, const char *inputs, const char *outputs, const char *names, sd_bus_message_handler_t handler) {
        sd_bus_vtable row =
                SD_BUS_METHOD_WITH_NAMES(member, inputs, names, outputs, , handler, SD_BUS_VTABLE_UNPRIVILEGED);
        return row;
}

static inline sd_bus_vtable rituald_vtable_signal(const char *member, const char *signature, const char *names) {
        sd_bus_vtable row = SD_BUS_SIGNAL_WITH_NAMES(member, signature, names, 0);
        return row;
}

static inline sd_bus_vtable rituald_vtable_property(
                const char *member, const char *signature, sd_bus_property_get_t getter, int changes) {
        sd_bus_vtable row = SD_BUS_PROPERTY(
                member, signature, getter, 0, changes ? SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE : SD_BUS_VTABLE_PROPERTY_CONST);
        return row;
}

static inline sd_bus_vtable rituald_vtable_end(void) {
        sd_bus_vtable row = SD_BUS_VTABLE_END;
        return row;
}
