// Imported before anything of Apollo's, which reads the variable when it loads: nothing may leave the machine.
process.env['APOLLO_TELEMETRY_DISABLED'] = '1';
