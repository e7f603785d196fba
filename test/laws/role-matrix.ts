// Written by hand and not read from src/: change a cell only when the promise changes.

export const aboutUsers = `
actor                                   target              create  get  delete  explain  unlock  forget  registrations  removal
Global Administrator                    self                no      yes  yes     yes      no      no      yes            no
Global Administrator                    member              yes     yes  yes     yes      yes     yes     yes            yes
Global Administrator                    lesser role         yes     yes  yes     yes      yes     yes     yes            yes
Global Administrator                    administrator       yes     yes  yes     yes      yes     yes     yes            yes
Global Administrator                    unknown role        yes     yes  yes     yes      yes     yes     yes            yes
Global Administrator                    mixed roles         yes     yes  yes     yes      yes     yes     yes            yes
Global Administrator                    restricted          yes     yes  yes     yes      yes     yes     yes            yes
Global Administrator                    absent              yes     yes  yes     yes      yes     yes     yes            yes
Privileged Authentication Administrator self                no      yes  yes     yes      no      no      yes            no
Privileged Authentication Administrator member              yes     yes  yes     yes      yes     yes     yes            yes
Privileged Authentication Administrator lesser role         yes     yes  yes     yes      yes     yes     yes            yes
Privileged Authentication Administrator administrator       yes     yes  yes     yes      yes     yes     yes            yes
Privileged Authentication Administrator unknown role        yes     yes  yes     yes      yes     yes     yes            yes
Privileged Authentication Administrator mixed roles         yes     yes  yes     yes      yes     yes     yes            yes
Privileged Authentication Administrator restricted          yes     yes  yes     yes      yes     yes     yes            yes
Privileged Authentication Administrator absent              yes     yes  yes     yes      yes     yes     yes            yes
Authentication Administrator            self                no      yes  yes     yes      no      no      yes            no
Authentication Administrator            member              yes     yes  yes     yes      yes     no      yes            yes
Authentication Administrator            lesser role         yes     yes  yes     yes      yes     no      yes            yes
Authentication Administrator            administrator       no      no   no      no       no      no      no             no
Authentication Administrator            unknown role        no      no   no      no       no      no      no             no
Authentication Administrator            mixed roles         no      no   no      no       no      no      no             no
Authentication Administrator            restricted          no      no   no      no       no      no      no             no
Authentication Administrator            absent              yes     yes  yes     yes      yes     no      yes            yes
Authentication Policy Administrator     self                no      yes  yes     yes      no      no      yes            no
Authentication Policy Administrator     member              no      no   no      no       no      no      no             no
Authentication Policy Administrator     lesser role         no      no   no      no       no      no      no             no
Authentication Policy Administrator     administrator       no      no   no      no       no      no      no             no
Authentication Policy Administrator     unknown role        no      no   no      no       no      no      no             no
Authentication Policy Administrator     mixed roles         no      no   no      no       no      no      no             no
Authentication Policy Administrator     restricted          no      no   no      no       no      no      no             no
Authentication Policy Administrator     absent              no      no   no      no       no      no      no             no
Global Reader                           self                no      yes  yes     yes      no      no      yes            no
Global Reader                           member              no      yes  no      yes      no      no      yes            no
Global Reader                           lesser role         no      yes  no      yes      no      no      yes            no
Global Reader                           administrator       no      yes  no      yes      no      no      yes            no
Global Reader                           unknown role        no      yes  no      yes      no      no      yes            no
Global Reader                           mixed roles         no      yes  no      yes      no      no      yes            no
Global Reader                           restricted          no      yes  no      yes      no      no      yes            no
Global Reader                           absent              no      yes  no      yes      no      no      yes            no
Helpdesk Administrator                  self                no      yes  yes     yes      no      no      yes            no
Helpdesk Administrator                  member              no      no   no      no       no      no      no             no
Helpdesk Administrator                  lesser role         no      no   no      no       no      no      no             no
Helpdesk Administrator                  administrator       no      no   no      no       no      no      no             no
Helpdesk Administrator                  unknown role        no      no   no      no       no      no      no             no
Helpdesk Administrator                  mixed roles         no      no   no      no       no      no      no             no
Helpdesk Administrator                  restricted          no      no   no      no       no      no      no             no
Helpdesk Administrator                  absent              no      no   no      no       no      no      no             no
no role                                 self                no      yes  yes     yes      no      no      yes            no
no role                                 member              no      no   no      no       no      no      no             no
no role                                 lesser role         no      no   no      no       no      no      no             no
no role                                 administrator       no      no   no      no       no      no      no             no
no role                                 unknown role        no      no   no      no       no      no      no             no
no role                                 mixed roles         no      no   no      no       no      no      no             no
no role                                 restricted          no      no   no      no       no      no      no             no
no role                                 absent              no      no   no      no       no      no      no             no
program                                 member              yes     yes  yes     yes      yes     yes     yes            yes
program                                 administrator       yes     yes  yes     yes      yes     yes     yes            yes
program                                 restricted          yes     yes  yes     yes      yes     yes     yes            yes
program                                 absent              yes     yes  yes     yes      yes     yes     yes            yes
disabled Global Administrator           self                no      no   no      no       no      no      no             no
disabled Global Administrator           member              no      no   no      no       no      no      no             no
disabled Global Administrator           administrator       no      no   no      no       no      no      no             no
disabled Global Administrator           absent              no      no   no      no       no      no      no             no
`

export const aboutTheTenant = `
actor                                   policy.get  policy.update  policy.reset  passes.list  maintenance.acceptRestore
Global Administrator                    yes         yes            yes           yes          yes
Privileged Authentication Administrator no          no             no            yes          no
Authentication Administrator            no          no             no            no           no
Authentication Policy Administrator     yes         yes            yes           no           no
Global Reader                           yes         no             no            yes          no
Helpdesk Administrator                  no          no             no            no           no
no role                                 no          no             no            no           no
program                                 yes         yes            yes           yes          yes
disabled Global Administrator           no          no             no            no           no
`
